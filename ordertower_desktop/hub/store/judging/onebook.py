"""One template in the text of all of them: put in another's place, moved among them, and followed through the versions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Connection

from ordertower_desktop.domain.playbook import step_posts
from ordertower_desktop.domain.playbook_words import differences
from ordertower_desktop.domain.playbook_writer import playbook_text, template_table
from ordertower_desktop.domain.post import names
from ordertower_desktop.domain.template import Template
from ordertower_desktop.hub.store.judging import books, postbook
from ordertower_desktop.hub.store.tables import versions
from ordertower_desktop.hub.store.tables.versions import Version

KEPT_TEXTS = 32
KIND = "playbooks"


@dataclass(frozen=True, slots=True)
class Changed:
    """A version, and what it made of a template; `template` is None where it took it away."""

    version: Version
    says: tuple[str, ...]
    template: Template | None


def with_template(text: str, made: Template, *, posts: Mapping[str, str], place: int = -1) -> str:
    """The text with this template in the place of the one with its id, or where `place` says; the others stay as they are."""
    known = books.table_of(books.in_use(KIND, text), file=KIND)
    tables = [one for one in known.get("playbook", []) if isinstance(one, Mapping)]  # type: ignore[attr-defined]
    at = next((i for i, one in enumerate(tables) if one.get("id") == made.playbook.id), len(tables))
    rest, note = [*tables[:at], *tables[at + 1 :]], {key: one["note"] for one in tables[at : at + 1] for key in ("note",) if key in one}
    at = max(0, min(place, len(rest))) if place >= 0 else at
    return playbook_text([*rest[:at], template_table(made, posts) | note, *rest[at:]], version=str(known.get("version", "")))


@lru_cache(maxsize=KEPT_TEXTS)
def _templates(body: bytes) -> Mapping[str, Template]:
    """Id -> template. A version never changes, so its text is read once."""
    return {one.playbook.id: one for one in books.templates_of(body.decode("utf-8"))}


def changes(conn: Connection, key: str, *, limit: int) -> Iterator[Changed]:
    """Every version that changed the template, newest first, among the newest `limit` versions."""
    posts = step_posts(names(postbook.in_force(conn)[1]))
    found = versions.history(conn, KIND, limit=limit + 1)
    for newer, older in zip(found, [*found[1:], None], strict=True):
        if older is None and len(found) > limit:
            return
        now, was = _templates(newer.body).get(key), _templates(older.body).get(key) if older else None
        if says := differences(was, now, posts):
            yield Changed(newer, says, now)


def last_change(conn: Connection, key: str, *, since: int) -> Version | None:
    """The newest version above `since` that holds another template than `since` did, or None while it is still the same."""
    base, newest = versions.one(conn, KIND, since), versions.current(conn, KIND)
    if base is None or newest is None or _templates(base.body).get(key) == _templates(newest.body).get(key):
        return None
    return next((one.version for one in changes(conn, key, limit=newest.version - since)), newest)

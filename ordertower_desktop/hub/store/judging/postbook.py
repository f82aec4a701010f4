"""The posts in force: one put in another's place, followed through the versions in words, and shown to the desks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from ordertower_desktop.domain.post import Post
from ordertower_desktop.domain.postwords import differences
from ordertower_desktop.hub.store.feed.write import Document, put
from ordertower_desktop.hub.store.judging.books import posts_of
from ordertower_desktop.hub.store.judging.rows import person_row
from ordertower_desktop.hub.store.tables import people, tokens, versions
from ordertower_desktop.hub.store.tables.versions import Version
from ordertower_desktop.wire.codec import encode
from ordertower_desktop.wire.posts import post_row, posts_body


@dataclass(frozen=True, slots=True)
class Changed:
    """A version and what it made different."""

    version: Version
    says: tuple[str, ...]


def in_force(conn: Connection) -> tuple[int, Mapping[str, Post]]:
    """The number of the version in force, and its posts."""
    newest = versions.current(conn, "posts")
    return (newest.version, _posts(newest)) if newest else (0, posts_of(""))


def at(conn: Connection, version: int) -> Mapping[str, Post]:
    """The posts of a version; none where there is no such."""
    found = versions.one(conn, "posts", version)
    return _posts(found) if found else {}


def text_of(posts: Mapping[str, Post]) -> str:
    """Posts as they are written."""
    return encode(posts_body(posts.values())).decode()


def changes(conn: Connection, *, limit: int) -> Iterator[Changed]:
    """The newest versions, each with what it made different from the one before."""
    found = versions.history(conn, "posts", limit=limit + 1)
    for newer, older in zip(found[:limit], [*found[1:], None], strict=False):
        yield Changed(newer, differences(_posts(older), _posts(newer)) if older else ("出厂设置",))


def show(conn: Connection) -> None:
    """Every desk holds the posts, so that it can name them and say why something is kept from it without a hub."""
    number, known = in_force(conn)
    before = at(conn, number - 1)
    gone = before.keys() - known.keys()
    _follow(conn, before, known)
    put(conn, [Document("post", post.id, post_row(post, version=number, place=place)) for place, post in enumerate(known.values())])
    put(conn, [Document("post", key, gone=True) for key in gone])
    put(conn, [Document("person", one.id, person_row(one, known)) for one in people.everyone(conn)])


def _follow(conn: Connection, before: Mapping[str, Post], known: Mapping[str, Post]) -> None:
    """Whoever has the class of their post goes with it when it changes, and logs in again; a class given by name stays."""
    newest = versions.current(conn, "posts")
    for one in people.everyone(conn):
        was, now = before.get(one.post), known.get(one.post)
        if newest is not None and was is not None and now is not None and was.role is not now.role and one.role is was.role:
            people.put(conn, [replace(one, role=now.role)])
            tokens.end_all_of(conn, one.id, newest.at)


def _posts(version: Version) -> Mapping[str, Post]:
    return posts_of(version.body.decode("utf-8"))

"""What a post may do of what its class may: by route here, by action where actions are performed."""

from ordertower_desktop.domain.people import Actor
from ordertower_desktop.domain.post import May, refused
from ordertower_desktop.hub.api.http import Refused, Route
from ordertower_desktop.hub.store.judging.floors import KINDS
from ordertower_desktop.hub.store.tower import Tower

_IMPORT, _KINDS = "/v1/imports/{import_id}", [kind for kind in KINDS if kind != "posts"]
OF_ROUTE: dict[tuple[str, str], May] = {
    ("GET", "/v1/export/{what}"): May.EXPORT,
    **{("PUT", f"/v1/{kind}"): May.RULES for kind in _KINDS},
    **{("POST", f"/v1/{kind}/restore"): May.RULES for kind in _KINDS},
    ("PUT", "/v1/rules/{rule}"): May.RULES,
    ("PUT", "/v1/policies/{policy}"): May.RULES,
    ("POST", "/v1/imports"): May.IMPORT,
    ("PUT", _IMPORT): May.IMPORT,
    ("POST", f"{_IMPORT}/commit"): May.IMPORT,
    ("DELETE", _IMPORT): May.IMPORT,
    ("PUT", "/v1/people"): May.PEOPLE,
    ("POST", "/v1/people/{person}/invitation"): May.PEOPLE,
    ("GET", "/v1/people/{person}/contacts"): May.PEOPLE,
    ("PUT", "/v1/people/{person}/contacts"): May.PEOPLE,
    ("PUT", "/v1/posts"): May.PEOPLE,
    ("POST", "/v1/posts/restore"): May.PEOPLE,
    ("PUT", "/v1/posts/{post}"): May.PEOPLE,
    ("POST", "/v1/grants"): May.PEOPLE,
    ("GET", "/v1/audit"): May.AUDIT,
    ("GET", "/v1/audit/verify"): May.AUDIT,
    ("GET", "/v1/reveals"): May.AUDIT,
    ("POST", "/v1/sources/{source}/pull"): May.SOURCES,
    ("POST", "/v1/customers/acts"): May.HANDLE,
}
"""Routes that are more than looking. To take a lent role back is none: whoever may lead may end one."""


def check(tower: Tower, route: Route, actor: Actor) -> None:
    """Refuse what the caller's post does not have."""
    act = OF_ROUTE.get((route.method, route.path))
    if act is None or not actor.post:
        return
    with tower.db.read() as conn:
        why = refused(actor, act, tower.floors.posts(conn))
    if why:
        raise Refused(403, why, kind="post")

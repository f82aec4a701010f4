"""What a role that was lent does not reach: whatever would outlive its end."""

from sqlalchemy import Connection

from ordertower_desktop.domain.people import Role
from ordertower_desktop.hub.api.http import Call, Refused
from ordertower_desktop.hub.store.judging import books, postbook
from ordertower_desktop.hub.store.tables import grants, people


def refuse_lent(conn: Connection, call: Call, what: str = "改成员、发邀请码或再授权给别人") -> None:
    """For roles, invitations and grants one's own role counts, else the end of a grant could be got around."""
    person = people.one(conn, call.actor.id)
    if person is not None and person.role is Role.AGENT and grants.running(conn, person.id, call.now):
        raise Refused(403, f"临时授权不能{what}", kind="role")


def refuse_reach(conn: Connection, call: Call, text: str) -> None:
    """Posts decide who may do what: a role that was lent does not change them, and those of administrators only one of them does."""
    refuse_lent(conn, call, "改岗位")
    _, before = postbook.in_force(conn)
    after = books.posts_of(text)
    moved = [post for key in {*before, *after} if before.get(key) != after.get(key) for post in (before.get(key), after.get(key)) if post]
    if call.actor.role is not Role.ADMIN and any(post.role is Role.ADMIN for post in moved):
        raise Refused(403, "管理员类的岗位只能由管理员来改", kind="role")

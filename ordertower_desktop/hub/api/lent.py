"""What a role that was lent does not reach: whatever would outlive its end."""

from sqlalchemy import Connection

from ordertower_desktop.domain.people import Role
from ordertower_desktop.hub.api.http import Call, Refused
from ordertower_desktop.hub.store.tables import grants, people


def refuse_lent(conn: Connection, call: Call) -> None:
    """For roles, invitations and grants one's own role counts, else the end of a grant could be got around."""
    person = people.one(conn, call.actor.id)
    if person is not None and person.role is Role.AGENT and grants.running(conn, person.id, call.now):
        raise Refused(403, "临时授权不能改成员、发邀请码或再授权给别人", kind="role")

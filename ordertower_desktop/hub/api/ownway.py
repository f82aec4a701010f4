"""手机渠道不可由本人关闭 (S56): what rings somebody's own phone is taken out by somebody else, or not at all."""

from collections.abc import Mapping

from sqlalchemy import Connection

from ordertower_desktop.domain.chaincheck import phones_of
from ordertower_desktop.domain.escalation import CHANNEL_NAMES, PHONES, EscalationPolicy
from ordertower_desktop.hub.api.http import Call, Refused
from ordertower_desktop.hub.store.tables import contacts, people

Chains = Mapping[str, EscalationPolicy]


def keep_steps(conn: Connection, call: Call, was: Chains, now: Chains) -> None:
    """Refuse a change of the chains by which the one who makes it is no longer rung."""
    person = people.one(conn, call.actor.id)
    if person is None:
        return
    for key, before in was.items():
        after = phones_of(now[key], person) if key in now else frozenset()
        if gone := sorted(phones_of(before, person) - after):
            way = CHANNEL_NAMES[gone[0]]
            raise Refused(403, f"“{before.name}”里用{way}提醒您的那一步，本人不能去掉；确要去掉，请另一位主管来改", kind="own_channel")


def keep_addresses(conn: Connection, call: Call, person: str, addresses: Mapping[str, str]) -> None:
    """Refuse that somebody empties the address that they are rung at."""
    if person != call.actor.id:
        return
    known = contacts.of(conn, [person]).get(person, {})
    for channel in PHONES:
        if known.get(channel) and not addresses.get(channel):
            way = CHANNEL_NAMES[channel]
            words = f"{way}是告警链找到您的渠道，本人不能去掉。号码变了请直接填新的；确要停用，请另一位主管来改"
            raise Refused(403, words, kind="own_channel")

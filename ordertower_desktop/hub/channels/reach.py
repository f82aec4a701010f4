"""How people would be reached by the channels as they are connected now, and by the addresses that are known of them."""

from collections.abc import Mapping

from ordertower_desktop.domain.chainwalk import Fate, Reach
from ordertower_desktop.domain.escalation import CHANNEL_NAMES
from ordertower_desktop.domain.escalation import Channel as Kind
from ordertower_desktop.domain.people import Person
from ordertower_desktop.hub.channels.channel import Channel

NOT_CONNECTED = "{0}还没接通，只记为应发"


def reaching(channels: Mapping[str, Channel], known: Mapping[str, Mapping[str, str]]) -> Reach:
    """A group's robot needs no address; what speaks to one person does."""
    ways: dict[str, list[Channel]] = {}
    for channel in channels.values():
        ways.setdefault(channel.about.kind, []).append(channel)

    def reach(person: Person, kind: Kind) -> tuple[Fate, str]:
        if kind is Kind.IN_APP:
            return Fate.TOLD, ""
        if kind not in ways:
            return Fate.OWED, NOT_CONNECTED.format(CHANNEL_NAMES[kind])
        if all(way.about.each for way in ways[kind]) and not known.get(person.id, {}).get(kind):
            return Fate.NOBODY, f"{person.name} 没有登记{CHANNEL_NAMES[kind]}"
        return Fate.TOLD, ""

    return reach

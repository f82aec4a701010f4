"""A floor with phones: channels set up against platforms on loopback, and what people's phones show."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from ordertower_desktop.domain.people import Person, Role
from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.hub.channels.aliyun_sms import AliyunSms
from ordertower_desktop.hub.channels.channel import About, Channel, Message
from ordertower_desktop.hub.channels.wecom_robot import WecomRobot
from tests.hub.channels.fakes import AliyunGateway, WecomGroup
from tests.hub.channels.platform import Platform
from tests.hub.floor import PEOPLE, Clock, Floor, open_floor
from tests.hub.place import Place

CREW = (*PEOPLE, Person("chen", "陈经理", Role.SUPERVISOR, "regional_manager"))
CONTACTS = {
    "zhao": {"wecom": "ZhaoYiMing", "sms": "13800138000", "mail": "zhao@example.com"},
    "lin": {"wecom": "LinXiao", "sms": "13900139000", "mail": "lin@example.com"},
}


class Phone:
    """What has come in since one last looked."""

    def __init__(self, platform: Platform) -> None:
        self._platform, self._seen = platform, 0

    def news(self) -> list[str]:
        new = [str(one) for one in self._platform.taken[self._seen :]]
        self._seen += len(new)
        return new

    def expect(self, *words: str) -> str:
        """Exactly one message has come, with these words in it."""
        (came,) = self.news()
        for word in words:
            assert word in came, came
        return came

    def expect_nothing(self) -> None:
        assert self.news() == []


class Spoken:
    """A channel without limits to one person at a time; `before` happens while its first message is under way.

    Its first answers are those in `says`, the later ones yes.
    """

    def __init__(self, kind: str, id: str = "spoken", says: Sequence[Refusal] = ()) -> None:
        self._about = About(id, kind, "口头", (), each=True)
        self.said: list[Message] = []
        self.tried: list[datetime] = []
        self._says = list(says)
        self.before: Callable[[], None] | None = None

    @property
    def about(self) -> About:
        return self._about

    def send(self, message: Message, *, now: datetime) -> str:
        self.tried.append(now)
        if self._says:
            raise self._says.pop(0)
        self.said.append(message)
        if self.before is not None:
            before, self.before = self.before, None
            before()
        return ""

    def close(self) -> None:
        """Nothing was opened."""


def group_robot(group: WecomGroup, id: str = "wecom-floor") -> WecomRobot:
    return WecomRobot(id, group.key, base_url=group.url)


def text_messages(gateway: AliyunGateway) -> AliyunSms:
    return AliyunSms("ali", gateway.secret, user=gateway.user, sign_name="订单塔", template="SMS_1", base_url=gateway.url)


@contextmanager
def phoned(folder: Path, place: Place, clock: Clock, channels: Mapping[str, Channel]) -> Iterator[Floor]:
    """A floor that speaks by these channels, on the clock by which the platforms go too."""
    with open_floor(folder, db=place.url, crew=CREW, channels=channels, clock=clock) as floor:
        for person, addresses in CONTACTS.items():
            floor.call("PUT", f"/v1/people/{person}/contacts", who="li", json=addresses).raise_for_status()
        yield floor


def ledger(floor: Floor, channel: str) -> list[dict[str, Any]]:
    return [line for line in floor.call("GET", "/v1/deliveries", params={"limit": 1000}).json()["items"] if line["channel"] == channel]

"""A shop's authorisation is renewed before it runs out, once, and whatever keeps it from that becomes somebody's work."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from ordertower_desktop.demo.platforms.counter import Counter
from ordertower_desktop.demo.platforms.douyin import DouyinBooth
from ordertower_desktop.demo.platforms.kuaishou import KuaishouBooth
from ordertower_desktop.demo.platforms.shelf import Shelf
from ordertower_desktop.hub.connectors.connector import SourceRefused
from ordertower_desktop.hub.connectors.mapped.http.vault import Keys
from ordertower_desktop.hub.connectors.opening import opened
from ordertower_desktop.hub.connectors.platforms.shop import Shop
from ordertower_desktop.hub.connectors.platforms.table import DIALECTS
from ordertower_desktop.settings import Secret, SourceSettings
from ordertower_desktop.settings.source import PlatformName
from ordertower_desktop.wire.rows import NoticeRow, SourceRow
from tests.hub.connectors.rig import KEY, SECRET, TOKEN, sale
from tests.hub.connectors.shops import SHOPS
from tests.hub.floor import Clock, Floor, open_floor

REFRESH = "canary-refresh-0000"
APP_SECRET = "canary-app-secret"


def settings(url: str, platform: str = "douyin") -> SourceSettings:
    return SourceSettings(
        platform=PlatformName(platform), id="shop", shop="天猫旗舰店", base_url=url, app_key=KEY, secret=Secret("keyring:secret"),
        token=Secret("keyring:token"), refresh=Secret("keyring:refresh"), every=timedelta(minutes=1),
        app_secret=Secret("keyring:app-secret") if platform == "kuaishou" else Secret(),
    )  # fmt: skip


class Ring:
    """The keyring of an account."""

    def __init__(self) -> None:
        self.kept = {"keyring:secret": SECRET, "keyring:token": TOKEN, "keyring:refresh": REFRESH, "keyring:app-secret": APP_SECRET}
        self.locked = False

    def keep(self, reference: str, value: str) -> bool:
        if not self.locked:
            self.kept[reference] = value
        return not self.locked

    @property
    def keys(self) -> Keys:
        return Keys(lambda reference: self.kept.get(reference, ""), self.keep)


class Shopping:
    """A shop, its platform and its keyring; `hub` opens one more hub of the floor."""

    def __init__(self, folder: Path, ended: ExitStack) -> None:
        self.folder, self._ended, self.clock, self.ring = folder, ended, Clock(), Ring()
        self.shelf = Shelf()
        self.booth = DouyinBooth(self.shelf, KEY, SECRET, TOKEN)
        self.booth.grants.lasts = timedelta(hours=2)
        self.counter = Counter(self.booth, now=self.clock)
        self.counter.start()
        ended.callback(self.counter.stop)

    def hub(self, name: str = "hub") -> Floor:
        made = opened([settings(self.counter.url)], self.folder, keys=self.ring.keys)
        self._ended.callback(made["shop"].close)
        folder = self.folder / name
        folder.mkdir()
        db = f"sqlite:///{self.folder / 'floor.db'}"
        return self._ended.enter_context(open_floor(folder, db=db, connectors=made, clock=self.clock))


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shopping]:
    with ExitStack() as ended:
        yield Shopping(tmp_path, ended)


def row(floor: Floor) -> SourceRow:
    (found,) = msgspec.json.decode(floor.call("GET", "/v1/sources").content, type=list[SourceRow])
    return found


def told(floor: Floor, who: str = "it") -> list[NoticeRow]:
    return [one for one in floor.notices(who) if one.kind == "authority"]


def test_it_is_renewed_on_the_first_day_and_always_before_it_runs_out(shop: Shopping) -> None:
    floor = shop.hub()
    floor.advance(minutes=1)
    assert shop.booth.grants.made == 1
    assert shop.ring.kept["keyring:token"] == shop.booth.token == "canary-renewed-0001"
    assert shop.ring.kept["keyring:refresh"] == shop.booth.grants.refresh
    assert row(floor).authority_until == floor.now + timedelta(hours=2)
    floor.advance(hours=1, minutes=14)
    assert shop.booth.grants.made == 1
    floor.advance(minutes=2)
    assert shop.booth.grants.made == 2
    assert (row(floor).state, told(floor)) == ("fresh", [])
    floor.advance(minutes=31)
    assert shop.booth.grants.made == 2, "a new one is not renewed again"


def test_one_that_runs_out_in_the_middle_of_a_reading_is_renewed_and_the_reading_goes_on(shop: Shopping) -> None:
    floor = shop.hub()
    floor.advance(minutes=1)
    floor.advance(minutes=35)
    for number in range(1, 61):
        shop.shelf.put(sale(number, shop.clock() + timedelta(minutes=1, seconds=number)))
    begun = shop.counter.calls
    shop.counter.after = lambda call: setattr(shop.booth.grants, "until", shop.clock()) if call == begun + 1 else None
    floor.advance(minutes=5)
    assert shop.booth.grants.made == 2
    assert row(floor).state == "fresh"
    assert row(floor).orders == 60


def test_a_refusal_is_work_in_words_with_the_time_that_is_left_until_somebody_has_mended_it(shop: Shopping) -> None:
    floor = shop.hub()
    floor.advance(minutes=1)
    shop.ring.kept["keyring:refresh"] = "another"
    floor.advance(hours=1, minutes=16)
    (notice,) = told(floor)
    assert notice.title == "天猫旗舰店 授权换不了新"
    assert "refresh_token 无效" in notice.body
    assert "还剩不到 1 小时" in notice.body
    assert "请在平台重新授权" in notice.body
    assert row(floor).state == "fresh", "the old one still holds"
    assert "refresh_token 无效" in row(floor).authority_why
    assert told(floor, "li") == []
    floor.advance(minutes=31)
    assert len(told(floor, "li")) == 1, "nobody has mended it"
    shop.ring.kept["keyring:refresh"] = shop.booth.grants.refresh
    floor.advance(minutes=31)
    assert (told(floor), told(floor, "li"), row(floor).authority_why) == ([], [], "")
    assert shop.booth.grants.made == 2


def test_a_keyring_that_is_locked_spends_no_authorisation(shop: Shopping) -> None:
    shop.ring.locked = True
    floor = shop.hub()
    floor.advance(minutes=1)
    assert shop.booth.grants.made == 0
    assert "钥匙串写不进 keyring:refresh" in told(floor)[0].body
    assert row(floor).state == "fresh"
    shop.ring.locked = False
    floor.advance(minutes=31)
    assert (shop.booth.grants.made, told(floor)) == (1, [])


def test_a_shop_whose_refresh_word_is_nowhere_is_read_all_the_same(shop: Shopping) -> None:
    del shop.ring.kept["keyring:refresh"]
    floor = shop.hub()
    floor.advance(minutes=1)
    assert row(floor).state == "fresh"
    assert "找不到 keyring:refresh" in told(floor)[0].body


def test_an_app_secret_that_is_nowhere_stops_the_renewal_and_not_the_reading(request: pytest.FixtureRequest) -> None:
    clock, ring = Clock(), Ring()
    counter = Counter(KuaishouBooth(Shelf(), KEY, SECRET, TOKEN), now=clock)
    counter.start()
    request.addfinalizer(counter.stop)
    del ring.kept["keyring:app-secret"]
    made = Shop(settings(counter.url, "kuaishou"), DIALECTS[PlatformName.KUAISHOU], ring.keys.look, ring.keep)
    assert made.pull(b"", now=clock()).cursor
    with pytest.raises(SourceRefused, match="找不到 keyring:app-secret"):
        made.renew(now=clock())
    made.close()


def test_several_hubs_renew_it_once(shop: Shopping) -> None:
    first, second = shop.hub("a"), shop.hub("b")
    for _ in range(3):
        shop.clock.at += timedelta(minutes=1)
        second.work()
        first.work()
    assert shop.booth.grants.made == 1


def test_none_of_it_is_in_any_file_or_answer(shop: Shopping) -> None:
    floor = shop.hub()
    floor.advance(minutes=1)
    shop.ring.kept["keyring:refresh"] = "canary-refresh-lost"
    floor.advance(hours=1, minutes=16)
    said = floor.call("GET", "/v1/sources").content + repr(told(floor)).encode()
    written = b"".join(one.read_bytes() for one in shop.folder.rglob("*") if one.is_file())
    for canary in (b"canary-refresh", b"canary-renewed", TOKEN.encode(), SECRET.encode()):
        assert canary not in said + written


@pytest.mark.parametrize("platform", list(PlatformName))
def test_each_platform_renews_by_its_own_call(platform: PlatformName, request: pytest.FixtureRequest) -> None:
    booth_of, _ = SHOPS[platform]
    clock, ring = Clock(), Ring()
    booth = booth_of(Shelf(), KEY, SECRET, TOKEN)
    counter = Counter(booth, now=clock)
    counter.start()
    request.addfinalizer(counter.stop)
    made = Shop(settings(counter.url, platform), DIALECTS[platform], ring.keys.look, ring.keep)
    assert made.renew(now=clock()) == clock() + timedelta(days=7)
    assert ring.kept["keyring:token"] == "canary-renewed-0001"
    assert made.pull(b"", now=clock()).cursor
    ring.kept["keyring:refresh"] = "canary-refresh-lost"
    with pytest.raises(SourceRefused) as refused:
        made.renew(now=clock())
    assert "refresh_token" in str(refused.value)
    assert not [one for one in (SECRET, TOKEN, APP_SECRET, "canary-re") if one in str(refused.value) + repr(made.__dict__)]
    made.close()

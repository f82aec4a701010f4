"""Shops opened from the settings: keys are looked up when they are needed, shops of one platform stand side by side."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from ordertower_desktop.demo.platforms.counter import Counter
from ordertower_desktop.demo.platforms.kuaishou import KuaishouBooth
from ordertower_desktop.demo.platforms.shelf import Shelf
from ordertower_desktop.demo.platforms.taobao import TaobaoBooth
from ordertower_desktop.domain.fault import BadFile
from ordertower_desktop.domain.writeback import Move, Outcome
from ordertower_desktop.hub.connectors.attempt import attempt
from ordertower_desktop.hub.connectors.connector import Parcel, SourceRefused, Writer
from ordertower_desktop.hub.connectors.mapped.http.vault import Keys
from ordertower_desktop.hub.connectors.opening import opened, writers
from ordertower_desktop.hub.connectors.platforms.shop import Shop
from ordertower_desktop.hub.connectors.platforms.table import DIALECTS
from ordertower_desktop.settings import Secret, SourceSettings
from ordertower_desktop.settings.source import Mode, PlatformName
from tests.hub.connectors.mapped_kit import text_of
from tests.hub.connectors.rig import KEY, NOON, SECRET, TOKEN, sale
from tests.hub.connectors.shops import SHOPS
from tests.hub.floor import Floor, open_floor

MINUTE = timedelta(minutes=1)
KEPT = {"env:KEY": KEY, "keyring:secret": SECRET, "keyring:token": TOKEN}
Serve = Callable[..., Counter]
Make = Callable[..., Shop]


def source(url: str, *, id: str = "", shop: str = "", platform: str = "taobao") -> SourceSettings:
    return SourceSettings(
        every=MINUTE, base_url=url, secret=Secret("keyring:secret"), platform=PlatformName(platform), id=id, shop=shop,
        app_key="env:KEY", token=Secret("keyring:token"),
    )  # fmt: skip


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts a fake platform with these orders."""
    started: list[Counter] = []

    def start(*numbers: int, platform: str = "taobao") -> Counter:
        shelf = Shelf(sale(number, NOON - timedelta(hours=1)) for number in numbers)
        booth, _ = SHOPS[platform]
        started.append(Counter(booth(shelf, KEY, SECRET, TOKEN), now=lambda: NOON))
        started[-1].start()
        return started[-1]

    yield start
    for one in started:
        one.stop()


@pytest.fixture
def make(serve: Serve) -> Iterator[Make]:
    """Opens shops, and closes them before their platforms go."""
    del serve
    made: list[Shop] = []

    def open_shop(wanted: SourceSettings, kept: dict[str, str]) -> Shop:
        assert wanted.platform is not None
        made.append(Shop(wanted, DIALECTS[wanted.platform], lambda reference: kept.get(reference, "")))
        return made[-1]

    yield open_shop
    for one in made:
        one.close()


def orders(shop: Shop) -> set[str]:
    """Everything from the beginning, window after window."""
    cursor, found = b"", set[str]()
    for _ in range(300):
        page = shop.pull(cursor, now=NOON)
        found |= {one.order_id for one in page.snapshots}
        cursor = page.cursor
        if not page.more:
            return found
    raise AssertionError("the shop never comes to an end")


@pytest.mark.parametrize("platform", list(PlatformName))
def test_a_shop_of_every_platform_is_read_by_what_the_settings_say(serve: Serve, make: Make, platform: PlatformName) -> None:
    counter = serve(1, 2, platform=platform)
    assert orders(make(source(counter.url, platform=platform), KEPT)) == {sale(1, NOON).number, sale(2, NOON).number}


@pytest.mark.parametrize("lost", list(KEPT))
def test_a_shop_without_a_key_refuses_by_name_until_somebody_has_put_it_there(serve: Serve, make: Make, lost: str) -> None:
    counter = serve(1)
    kept = {name: value for name, value in KEPT.items() if name != lost}
    shop = make(source(counter.url, shop="天猫旗舰店"), kept)
    with pytest.raises(SourceRefused, match=f"天猫旗舰店 找不到密钥 {lost}，请先存入钥匙串") as told:
        shop.pull(b"", now=NOON)
    assert (told.value.code, counter.calls) == ("secret", 0)
    kept[lost] = KEPT[lost]
    assert orders(shop) == {sale(1, NOON).number}


def test_a_renewed_token_is_taken_up_after_the_refusal_without_a_restart(serve: Serve, make: Make) -> None:
    counter, kept = serve(1), dict(KEPT)
    shop = make(source(counter.url), kept)
    orders(shop)
    assert isinstance(counter.booth, TaobaoBooth)
    counter.booth.token = "renewed-0002"
    with pytest.raises(SourceRefused, match="授权失效"):
        shop.pull(b"", now=NOON)
    with pytest.raises(SourceRefused, match="授权失效"):
        shop.pull(b"", now=NOON)
    kept["keyring:token"] = "renewed-0002"
    assert orders(shop) == {sale(1, NOON).number}


@pytest.fixture
def floor_of(tmp_path: Path, serve: Serve) -> Iterator[Callable[..., Floor]]:
    """A floor that reads these sources, come as far as the present."""
    del serve
    with ExitStack() as ended:

        def open_up(*sources: SourceSettings) -> Floor:
            made = opened(sources, tmp_path, keys=Keys(lambda reference: KEPT.get(reference, "")))
            for one in made.values():
                assert isinstance(one, Shop)
                ended.callback(one.close)
            floor = ended.enter_context(open_floor(tmp_path, connectors=made))
            for _ in range(3):
                floor.advance(seconds=61)
            return floor

        yield open_up


def rows(floor: Floor) -> dict[str, dict[str, object]]:
    return {row["id"]: row for row in floor.call("GET", "/v1/sources").json()}


def test_two_shops_of_one_platform_come_in_side_by_side_under_their_own_names(serve: Serve, floor_of: Callable[..., Floor]) -> None:
    first, second = serve(1, 2), serve(3)
    floor = floor_of(source(first.url, id="tmall-1", shop="天猫旗舰店"), source(second.url, id="tmall-2"))
    other = f"{DIALECTS[PlatformName.TAOBAO].name} tmall-2"
    told = [(row["name"], row["orders"], row["state"]) for id, row in sorted(rows(floor).items()) if id.startswith("tmall")]
    assert told == [("天猫旗舰店", 2, "fresh"), (other, 1, "fresh")]
    shops = [floor.call("GET", f"/v1/orders/{sale(n, NOON).number}").json()["shop"] for n in (1, 2, 3)]
    assert shops == ["天猫旗舰店", "天猫旗舰店", other]


def test_a_shop_without_its_token_shows_as_refused_and_its_neighbour_goes_on(serve: Serve, floor_of: Callable[..., Floor]) -> None:
    lost = msgspec.structs.replace(source("", id="tmall-1", shop="天猫旗舰店"), token=Secret("env:GONE"))
    floor = floor_of(lost, source(serve(1, platform="pdd").url, platform="pdd"))
    found = rows(floor)
    assert (found["tmall-1"]["state"], found["tmall-1"]["reason_code"]) == ("refused", "secret")
    assert "天猫旗舰店 找不到密钥 env:GONE" in str(found["tmall-1"]["reason"])
    assert (found["pdd"]["state"], found["pdd"]["orders"]) == ("fresh", 1)


def told(tmp_path: Path, one: SourceSettings, kept: dict[str, str]) -> tuple[Mode, Writer]:
    made = writers((one, source("", id="quiet")), tmp_path, keys=Keys(lambda reference: kept.get(reference, "")))
    assert list(made) == [one.named], "who is off is not told"
    return made[one.named]


def test_a_shop_is_told_by_what_the_settings_say_and_its_own_codes(serve: Serve, tmp_path: Path) -> None:
    (tmp_path / "codes.toml").write_text('"蜗牛快递" = "4"\n', "utf-8")
    counter = serve(1, platform="kuaishou")
    asked = source(counter.url, id="ks-1", platform="kuaishou")
    mode, writer = told(tmp_path, msgspec.structs.replace(asked, write_back=Mode.ON, carriers="codes.toml"), KEPT)
    answer = attempt(writer, Parcel(sale(1, NOON).number, "蜗牛快递", "7890"), Move.SEND, now=NOON)
    writer.close()
    assert (mode, answer.outcome) == (Mode.ON, Outcome.DONE)
    assert isinstance(counter.booth, KuaishouBooth)
    assert [one.carrier for one in counter.booth.shelf.shipments] == ["4"]


def test_a_shop_without_its_key_tells_nobody_and_names_it(serve: Serve, tmp_path: Path) -> None:
    counter = serve(1)
    asked = msgspec.structs.replace(source(counter.url, id="tmall-1"), write_back=Mode.ON)
    _, writer = told(tmp_path, asked, {})
    answer = attempt(writer, Parcel(sale(1, NOON).number, "中通", "7890"), Move.SEND, now=NOON)
    writer.close()
    assert (answer.outcome, answer.ill, counter.calls) == (Outcome.REFUSED, True, 0)
    assert "找不到密钥 env:KEY" in answer.why


def test_a_table_of_codes_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    asked = msgspec.structs.replace(source("", id="tmall-1"), write_back=Mode.ON, carriers="gone.toml")
    with pytest.raises(BadFile, match=r"gone\.toml：读不了这张物流公司编码表"):
        told(tmp_path, asked, KEPT)


def test_a_shop_and_a_mapping_file_do_not_share_an_id(tmp_path: Path) -> None:
    (tmp_path / "erp.toml").write_text(text_of("https://erp.example.com"), "utf-8")
    sources = (SourceSettings("erp.toml"), source("", id="erp"))
    with pytest.raises(BadFile, match="映射文件和店铺都叫 erp，请给店铺换一个 id"):
        opened(sources, tmp_path, keys=Keys(lambda _reference: ""))

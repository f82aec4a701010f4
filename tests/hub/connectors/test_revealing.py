"""The plain receiver of one order as the platforms and mapping files tell it: sealed first, opened in the same breath, refused in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ordertower_desktop.demo.platforms.counter import Counter
from ordertower_desktop.demo.platforms.shelf import Shelf, State
from ordertower_desktop.domain.fault import BadFile
from ordertower_desktop.domain.reveal import Plain
from ordertower_desktop.hub.connectors.connector import SourceRefused, Unreachable
from ordertower_desktop.hub.connectors.mapped.http.vault import Keys as Secrets
from ordertower_desktop.hub.connectors.revealing import Revealer, Wish
from ordertower_desktop.hub.connectors.revealopening import revealers
from ordertower_desktop.settings import SourceSettings
from ordertower_desktop.settings.secret import Secret
from ordertower_desktop.settings.source import PlatformName
from tests.hub.connectors.mapped_kit import SECRETS, Asked, Reply, System, text_of
from tests.hub.connectors.rig import KEY, NOON, SECRET, TOKEN, sale
from tests.hub.connectors.shops import SHOPS

PLAIN = {"taobao": "浙江省杭州市余杭区仓前街道金丝雀小区 9 幢", "pdd": "仓前街道金丝雀小区 9 幢"}
REVEAL = '[reveal]\npath = "/orders/{order}/receiver"\nbody = { why = "{reason}", who = "{person}" }\nname = "data.name"\n'


def wish(order: str) -> Wish:
    return Wish(order, "打电话给收件人", "赵一鸣")


@contextmanager
def shop(name: str) -> Iterator[tuple[Shelf, Revealer]]:
    """A shop as the settings name it."""
    shelf = Shelf()
    counter = Counter(SHOPS[name][0](shelf, KEY, SECRET, TOKEN), now=lambda: NOON)
    counter.start()
    look = {"env:S": SECRET, "env:T": TOKEN}
    source = SourceSettings(platform=PlatformName(name), base_url=counter.url, app_key=KEY, secret=Secret("env:S"), token=Secret("env:T"))
    made = revealers([source], Path(), keys=Secrets(lambda key: look.get(key, "")))
    try:
        (one,) = made.values()
        yield shelf, one
    finally:
        for one in made.values():
            one.close()
        counter.stop()


@pytest.mark.parametrize("name", sorted(PLAIN))
def test_a_platform_opens_what_it_sealed_one_order_a_call(name: str) -> None:
    with shop(name) as (shelf, revealer):
        order = sale(1, NOON - timedelta(minutes=9))
        shelf.put(order)
        told = revealer.reveal(wish(order.number), now=NOON)
        assert told == Plain("金丝雀", "13800001111", PLAIN[name])
        assert "金丝雀" not in repr(told)
        shelf.put(replace(order, changed=NOON - timedelta(minutes=1)))  # the address was changed: what was sealed is another
        assert revealer.reveal(wish(order.number), now=NOON) == told
        assert shelf.opened == [order.number] * 2


@pytest.mark.parametrize("name", sorted(PLAIN))
def test_a_platform_s_allowance_that_is_spent_says_so(name: str) -> None:
    with shop(name) as (shelf, revealer):
        order = sale(1, NOON - timedelta(minutes=9))
        shelf.put(order)
        shelf.may_open = 0
        with pytest.raises(SourceRefused, match="今天的解密额度用完了") as spent:
            revealer.reveal(wish(order.number), now=NOON)
        assert spent.value.code == "quota"
        with pytest.raises(SourceRefused, match="没有这个订单"):
            revealer.reveal(wish("6000000000000000099"), now=NOON)


def test_an_order_that_the_platform_gives_no_seal_of_is_refused_in_words() -> None:
    with shop("pdd") as (shelf, revealer):
        order = sale(1, NOON - timedelta(minutes=9))
        shelf.put(replace(order, state=State.HELD))
        with pytest.raises(SourceRefused, match="没有给这一单的密文"):
            revealer.reveal(wish(order.number), now=NOON)
        assert shelf.opened == []


def test_a_platform_without_such_a_call_cannot_be_asked() -> None:
    source = SourceSettings(platform=PlatformName.JD, app_key=KEY)
    assert revealers([source], Path(), keys=Secrets(lambda _key: "")) == {}


@contextmanager
def mapped(folder: Path, reveal: str, answer: Any) -> Iterator[tuple[System, Revealer]]:
    """A system of somebody else's that a mapping file tells."""
    system = System()
    serve = system.answer

    def told(asked: Asked) -> Reply:
        if not asked.path.endswith("/receiver"):
            return serve(asked)
        system.asked.append(asked)
        return answer if isinstance(answer, Reply) else Reply(200, {"code": 0, "data": answer})

    system.answer = told  # type: ignore[method-assign]
    (folder / "erp.toml").write_text(f"{text_of(system.url)}\n{reveal}", "utf-8")
    try:
        made = revealers([SourceSettings("erp.toml")], folder, keys=Secrets(lambda key: SECRETS.get(key, "")))["erp"]
        try:
            yield system, made
        finally:
            made.close()
    finally:
        system.stop()


def test_a_mapping_file_says_how_a_system_of_one_s_own_tells_a_receiver(tmp_path: Path) -> None:
    """S105: any ERP or shop of one's own."""
    reveal = f'{REVEAL}phone = "data.mobile"\naddress = "join(\'\', [data.city, data.street])"\n'
    with mapped(tmp_path, reveal, {"name": "金丝雀", "mobile": 13800001111, "city": "杭州市", "street": "文一路 9 号"}) as (
        system,
        revealer,
    ):
        assert revealer.reveal(wish("A/1"), now=NOON) == Plain("金丝雀", "13800001111", "杭州市文一路 9 号")
        (asked,) = system.asked
        assert (asked.method, asked.path) == ("POST", "/orders/A%2F1/receiver")
        assert asked.body == {"why": "打电话给收件人", "who": "赵一鸣"}


def test_what_a_system_does_not_tell_or_tells_wrongly_is_never_quoted(tmp_path: Path) -> None:
    with mapped(tmp_path, REVEAL, {"other": "金丝雀"}) as (_, revealer), pytest.raises(SourceRefused, match="没有给这一单的收件人"):
        revealer.reveal(wish("1"), now=NOON)
    with mapped(tmp_path, REVEAL.replace("data.name", "join('', data.name)"), {"name": 5, "x": "金丝雀"}) as (_, revealer):
        with pytest.raises(Unreachable) as trouble:
            revealer.reveal(wish("1"), now=NOON)
        assert "金丝雀" not in str(trouble.value)
    spent = Reply(200, {"code": 77, "msg": "本日查看次数已满"})
    with mapped(tmp_path, REVEAL, spent) as (_, revealer), pytest.raises(SourceRefused, match="本日查看次数已满"):
        revealer.reveal(wish("1"), now=NOON)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("/orders/{order}/receiver", "/receivers", "看明文一次只看一单，要用到 {order}"),
        ("{reason}", "{page}", "看明文只能用"),
        ('name = "data.name"', "", "要写明回答里哪一项是什么"),
        ("name =", "nam =", "name"),
    ],
)
def test_a_mistake_in_the_mapping_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(BadFile, match=said), mapped(tmp_path, REVEAL.replace(old, new), {}):
        pass

"""Every connector that tells of shipments keeps every law of the contract, and carriers are never guessed."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ordertower_desktop.domain.fault import BadFile
from ordertower_desktop.hub.connectors.carriers import carriers, own_table
from ordertower_desktop.hub.connectors.walker.dialect import Keys
from ordertower_desktop.hub.connectors.walker.shop import PlatformConnector
from ordertower_desktop.hub.connectors.walker.telling import PlatformWriter
from tests.hub.connectors.rig import KEY, SECRET, TOKEN
from tests.hub.connectors.shipping import LAWS, Bench
from tests.hub.connectors.shops import SHOPS, shop

OWN = {"kuaishou": {"中通": "2"}}
CODES = {"taobao": "ZTO", "pdd": "115", "douyin": "zhongtong", "jd": "1499", "kuaishou": "2"}


@contextlib.contextmanager
def bench(name: str) -> Iterator[Bench]:
    _, dialect = SHOPS[name]
    assert dialect.shipping is not None
    told = dialect.shipping
    with shop(name) as rig:
        about = rig.connector().about

        def opened() -> PlatformWriter:
            keys = Keys(KEY, SECRET, TOKEN)
            reader = PlatformConnector(about, dialect, keys, base_url=rig.counter.url)
            return PlatformWriter(reader, dialect, told, carriers(name, OWN.get(name)))

        made = Bench(rig, opened, CODES[name])
        try:
            yield made
        finally:
            for one in made.made:
                one.close()


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@pytest.mark.parametrize("name", sorted(SHOPS))
def test_the_connector_keeps_the_law(name: str, law: Callable[[Bench], None]) -> None:
    with bench(name) as made:
        law(made)


@pytest.mark.parametrize("spoken", ["中通", "中通快递", "ZTO", "zto", " 中 通 ", "中通速递"])
def test_a_carrier_goes_by_many_names(spoken: str) -> None:
    assert carriers("pdd").code(spoken) == "115"


@pytest.mark.parametrize("spoken", ["中通快运", "顺丰同城", "京东快运", "通", ""])
def test_another_firm_of_a_like_name_has_no_code(spoken: str) -> None:
    assert carriers("pdd").code(spoken) == ""


def test_the_shops_own_table_goes_before_ours(tmp_path: Path) -> None:
    file = tmp_path / "codes.toml"
    file.write_text('"中通快递" = "9115"\n"蜗牛" = "7"\n', "utf-8")
    known = carriers("pdd", own_table(file))
    assert [known.code(one) for one in ("中通快递", "蜗牛", "圆通")] == ["9115", "7", "85"]


@pytest.mark.parametrize(("text", "word"), [('"中通" = 115', "中通"), ("中通 = ", "读不了"), ("", None)])
def test_a_table_that_cannot_be_used_is_named_with_its_file(tmp_path: Path, text: str, word: str | None) -> None:
    file = tmp_path / "codes.toml"
    file.write_text(text, "utf-8")
    if word is None:
        assert own_table(file) == {}
        return
    with pytest.raises(BadFile, match=word) as error:
        own_table(file)
    assert "codes.toml" in str(error.value)

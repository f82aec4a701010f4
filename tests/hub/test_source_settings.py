"""`[[source]]`: shops and mapping files side by side, and what is wrong with one named by file, line and key."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from ordertower_desktop.hub.connectors.platforms.table import DIALECTS
from ordertower_desktop.settings import BadSetting, Secret, SourceSettings, read
from ordertower_desktop.settings.source import PlatformName
from ordertower_desktop.settings.system import SystemName

FILE = """
[[source]]
mapping = "erp.toml"
every = "30s"

[[source]]
platform = "taobao"
id = "tmall-1"
shop = "天猫旗舰店"
every = "60s"
app_key = "env:TAOBAO_KEY"
secret = "keyring:taobao-secret"
token = "keyring:taobao-token"

[[source]]
platform = "pdd"
app_key = "12345678"
secret = "env:PDD_SECRET"
token = "env:PDD_TOKEN"
base_url = "https://proxy.example.com/pdd"
"""
SECRETS = 'app_key = "1"\nsecret = "env:S"\ntoken = "env:T"\n'


def sources(tmp_path: Path, text: str) -> tuple[SourceSettings, ...]:
    file = tmp_path / "ordertower.toml"
    file.write_text(text, "utf-8")
    return read(file, {}).source


def test_shops_and_mapping_files_are_read_side_by_side(tmp_path: Path) -> None:
    erp, tmall, pdd = sources(tmp_path, FILE)
    assert (erp.mapping, erp.platform, erp.named) == ("erp.toml", None, "")
    assert (tmall.platform, tmall.named, tmall.shop, tmall.every) == (PlatformName.TAOBAO, "tmall-1", "天猫旗舰店", timedelta(minutes=1))
    assert (tmall.app_key, tmall.secret, tmall.token) == ("env:TAOBAO_KEY", Secret("keyring:taobao-secret"), Secret("keyring:taobao-token"))
    assert (pdd.named, pdd.base_url) == ("pdd", "https://proxy.example.com/pdd")


def test_how_often_a_source_is_read_is_as_written_or_as_its_kind_needs(tmp_path: Path) -> None:
    """D1: a shop's orders within half a minute, what changes slowly every quarter of an hour."""
    erp, tmall, pdd = sources(tmp_path, FILE.replace('every = "30s"\n', ""))
    assert [one.interval for one in (erp, tmall, pdd)] == [timedelta(minutes=15), timedelta(minutes=1), timedelta(seconds=15)]


def test_a_shop_is_told_of_nothing_unless_it_is_written(tmp_path: Path) -> None:
    assert {one.write_back for one in sources(tmp_path, FILE)} == {"off"}
    told = FILE.replace('id = "tmall-1"', 'id = "tmall-1"\nwrite_back = "dry"\ncarriers = "codes.toml"')
    assert [(one.write_back, one.carriers) for one in sources(tmp_path, told)] == [("off", ""), ("dry", "codes.toml"), ("off", "")]


def test_every_platform_that_may_be_named_has_its_dialect() -> None:
    assert {name.value: dialect.id for name, dialect in DIALECTS.items()} == {name.value: name.value for name in PlatformName}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('platform = "taobao"', 'platform = "taobo"', r"第 7 行：source\.platform：没有 taobo，是不是 taobao？"),
        ('platform = "pdd"', 'platform = "amazon"', r"第 16 行：source\.platform：没有 amazon，可用：taobao、pdd、douyin、kuaishou、jd"),
        ('platform = "pdd"', 'platfrom = "pdd"', r"第 16 行：source\.platfrom：没有这个设置，是不是 platform？"),
        ('every = "60s"', "every = 60", r"第 10 行：source\.every：时长要写成数字加单位"),
        ('app_key = "env:TAOBAO_KEY"\n', "", r'第 8 行：source\.app_key：店铺 tmall-1 还要写 app_key，例如 app_key = "12345678"'),
        ('app_key = "env:TAOBAO_KEY"', 'app_key = "env:"', r"第 11 行：source\.app_key：引用要写成 keyring:名字 或 env:名字"),
        ('secret = "env:PDD_SECRET"\n', "", r'第 15 行：source\.secret：店铺 pdd 还要写 secret，例如 secret = "keyring:pdd-secret"'),
        ('token = "env:PDD_TOKEN"\n', "", r'第 15 行：source\.token：店铺 pdd 还要写 token，例如 token = "keyring:pdd-token"'),
        ('token = "env:PDD_TOKEN"', 'token = "6100d3adbeef"', r"第 19 行：source\.token：密钥不能直接写在设置里"),
        ("https://proxy", "http://proxy", r"第 20 行：source\.base_url：应是 https:// 开头的地址"),
        ('id = "tmall-1"', 'id = "tmall 1"', r"第 8 行：source\.id：要写成不超过 96 个字母、数字"),
        ('id = "tmall-1"', 'id = "pdd"', r"第 15 行：source\.id：已有另一个来源叫 pdd，请给每家店写上自己的 id"),
        ('mapping = "erp.toml"\n', "", r"第 2 行：source\.platform：来源要写 platform（可用：taobao、.*），或写 mapping"),
        ('mapping = "erp.toml"', 'mapping = "erp.toml"\nshop = "总店"', r"第 4 行：source\.shop：用映射文件的来源不写这一项"),
        ('mapping = "erp.toml"', 'mapping = "erp.toml"\nwrite_back = "yes"', r"第 4 行：source\.write_back：没有 yes，可用：off、dry、on"),
        ('every = "60s"', 'every = "60s"\nwrite_back = "yes"', r"第 11 行：source\.write_back：没有 yes，可用：off、dry、on"),
        ('every = "60s"', 'every = "60s"\nwrite_back = true', r"第 11 行：source\.write_back：没有 True，可用：off、dry、on"),
        ('mapping = "erp.toml"', f'mapping = "erp.toml"\nplatform = "jd"\n{SECRETS}', r"第 3 行：source\.mapping：.*只能写一个"),
    ],
)
def test_a_wrong_source_stops_the_start_with_its_own_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in FILE
    with pytest.raises(BadSetting, match=rf"ordertower\.toml {said}") as told:
        sources(tmp_path, FILE.replace(old, new))
    assert "6100d3adbeef" not in str(told.value)


def test_an_id_used_twice_points_at_the_second(tmp_path: Path) -> None:
    second = FILE.replace('platform = "pdd"', 'platform = "pdd"\nid = "tmall-1"')
    with pytest.raises(BadSetting, match=r"第 17 行：source\.id：已有另一个来源叫 tmall-1"):
        sources(tmp_path, second)


def test_one_pair_of_brackets_is_told_that_two_are_meant(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=r"第 1 行：source：应是一个列表，写成 \[\[source\]\]"):
        sources(tmp_path, f'[source]\nplatform = "jd"\n{SECRETS}')
    with pytest.raises(BadSetting, match=r"第 1 行：source：应是一节，写成 \[\[source\]\]"):
        sources(tmp_path, "source = [1]\n")


def test_a_key_is_looked_for_in_its_own_section(tmp_path: Path) -> None:
    """`token` stands in the source and in the hub."""
    with pytest.raises(BadSetting, match=r"第 7 行：hub\.token：密钥不能直接写在设置里"):
        sources(tmp_path, f'[[source]]\nplatform = "jd"\n{SECRETS}[hub]\ntoken = "plain"\n')


PAGES = Path(__file__).resolve().parents[2] / "docs" / "connectors"


@pytest.mark.parametrize(
    ("platform", "more", "said"),
    [
        ("kuaishou", 'refresh = "keyring:refresh"\n', "快手换新授权还要应用的 appSecret"),
        ("jd", 'app_secret = "keyring:app-secret"\n', r"source\.app_secret：只有快手写这一项"),
        ("pdd", 'push = "group"\n', r"source\.push：只有淘宝能收推送"),
    ],
)
def test_what_only_one_platform_knows_is_refused_for_another_or_missed(tmp_path: Path, platform: str, more: str, said: str) -> None:
    text = f'[[source]]\nplatform = "{platform}"\napp_key = "1"\nsecret = "keyring:a"\ntoken = "keyring:b"\n{more}'
    with pytest.raises(BadSetting, match=said):
        sources(tmp_path, text)


@pytest.mark.parametrize("page", ["README", *PlatformName])
def test_what_the_pages_say_to_write_is_what_the_settings_read(tmp_path: Path, page: str) -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", (PAGES / f"{page}.md").read_text("utf-8"), re.DOTALL)
    (shop,) = sources(tmp_path, text)
    assert shop.platform == ("taobao" if page == "README" else page)
    assert shop.every == timedelta(minutes=1)


@pytest.mark.parametrize("page", list(SystemName))
def test_what_the_page_of_another_system_says_to_write_is_what_the_settings_read(tmp_path: Path, page: SystemName) -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", (PAGES / f"{page}.md").read_text("utf-8"), re.DOTALL)
    (source,) = sources(tmp_path, text)
    assert (source.system, source.named) == (page, page.value)
    assert f"({page}.md)" in (PAGES / "README.md").read_text("utf-8")


TRACKS = """[[source]]
system = "kuaidi100"
app_key = "customer"
secret = "keyring:key"
token = "keyring:salt"
callback = "https://hub.example.com"
quota = 1000
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kuaidi100", "kuaidi10", r"第 2 行：source\.system：没有 kuaidi10，是不是 kuaidi100？"),
        ('app_key = "customer"\n', "", r"source\.app_key：来源 kuaidi100 还要写 app_key"),
        ("https://hub", "http://hub", r"第 6 行：source\.callback：要写成 https://"),
        ('token = "keyring:salt"\n', "", r"source\.callback：.*并写上 token"),
        ("quota = 1000", "quota = -1", r"第 7 行：source\.quota：要是不小于 0 的整数"),
        ("quota = 1000", 'quota = "many"', r"第 7 行：source\.quota：应是整数"),
        ("quota = 1000", 'account = "me"', r"第 7 行：source\.account：kuaidi100 不写这一项"),
        ("quota = 1000", 'write_back = "on"', r"第 7 行：source\.write_back：只有写了 platform 的店铺能回传"),
        ("quota = 1000", 'platform = "jd"', r"source\.system：platform 和 system 只能写一个"),
        ("quota = 1000", 'mapping = "erp.toml"', r"source\.mapping：system 和 mapping 只能写一个"),
    ],
)
def test_a_wrong_system_stops_the_start_with_its_own_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in TRACKS
    with pytest.raises(BadSetting, match=said):
        sources(tmp_path, TRACKS.replace(old, new))


def test_a_shop_has_no_settings_of_other_systems(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=r"source\.quota：店铺不写这一项"):
        sources(tmp_path, FILE.replace('id = "tmall-1"', 'id = "tmall-1"\nquota = 5'))

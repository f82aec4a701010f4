"""Reading a mapping file: what is promised is understood, and what is wrong is named with line, key and what was probably meant."""

import json
import re
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ordertower_desktop.domain.fault import BadFile
from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.domain.stage import Stage
from ordertower_desktop.hub.connectors.mapped.file.auths import STRATEGIES
from ordertower_desktop.hub.connectors.mapped.file.pulls import OF_WALK
from ordertower_desktop.hub.connectors.mapped.file.reading import mapping, read_mapping
from ordertower_desktop.hub.connectors.mapped.http.vault import Keys
from ordertower_desktop.hub.connectors.mapped.language.functions import TABLE
from ordertower_desktop.hub.connectors.mapped.sources import connectors
from ordertower_desktop.hub.connectors.mapped.spec.auth import TokenAuth
from ordertower_desktop.hub.connectors.mapped.spec.mapping import Mapping, Means
from ordertower_desktop.hub.connectors.mapped.spec.walk import Pages
from ordertower_desktop.hub.connectors.mapped.values.targets import TARGETS
from ordertower_desktop.settings import Secret, SourceSettings
from tests.hub.connectors.mapped_kit import text_of

TOP = Path(__file__).resolve().parents[3]
SCHEMA = json.loads((TOP / "resources/schema/mapping.schema.json").read_text("utf-8"))
PAGE = (TOP / "docs/connectors/mapping.md").read_text("utf-8")
PROMISED = """[source]
id = "erp-main"
kind = "erp"                                  # platform | erp | wms | crm | carrier
timezone = "Asia/Shanghai"
[http]
base_url = "https://erp.example.com"
rate = { calls = 5, per = "1s" }
[auth]
strategy = "login"                            # none | key | basic | bearer | client_credentials | refresh | login | signature
login = { path = "/login", body = { user = "env:ERP_USER", password = "keyring:erp-main" }, token = "data.token", header = "Authorization", prefix = "Bearer " }
[pull.orders]
path = "/orders"
query = { updated_from = "{window.start|iso}", page = "{page}", size = "200" }
window = { span = "1h", lag = "30s", overlap = "5min" }
walk = "pages"                                # pages | reverse_pages | cursor | offset | next_url | keyset
rows = "data.items"
sweep = { query = { status = "open" }, every = "10min" }
[map]
order_id = "no"
amount_fen = "yuan(total)"
paid_at = "time(pay_time, '%Y-%m-%d %H:%M:%S')"
status = "state"
[status_map]
"待审核" = "TO_AUDIT"
"已发货" = "TO_COLLECT"
[errors]
rules = [ { path = "code", is = 401, means = "auth" }, { path = "code", is = 429, means = "slow_down" }, { path = "code", is_not = 0, means = "refused" } ]
"""  # noqa: E501 - as the surface prints it


def valid(table: dict[str, Any]) -> bool:
    return bool(jsonschema_rs.is_valid(SCHEMA, table))


def read(folder: Path, text: str) -> Mapping:
    (folder / "erp.toml").write_text(text, "utf-8")
    return read_mapping(folder / "erp.toml")


def test_the_file_that_the_surface_promises_is_understood(tmp_path: Path) -> None:
    made = read(tmp_path, PROMISED)
    assert (made.id, made.kind, made.http.base_url) == ("erp-main", SourceKind.ERP, "https://erp.example.com")
    assert isinstance(made.auth, TokenAuth)
    assert made.auth.secret == "keyring:erp-main"
    assert made.pull.walk == Pages()
    assert made.pull.window is not None
    assert (made.pull.window.span, made.pull.window.overlap) == (timedelta(hours=1), timedelta(minutes=5))
    assert made.pull.sweep is not None
    assert made.pull.sweep.every == timedelta(minutes=10)
    assert made.words.exact["待审核"].stage is Stage.TO_AUDIT
    assert [rule.means for rule in made.errors.rules] == [Means.AUTH, Means.SLOW_DOWN, Means.REFUSED]
    assert valid(tomllib.loads(PROMISED))


def examples() -> list[str]:
    return re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_the_worked_example_of_the_page_is_a_file_that_runs() -> None:
    whole = [tomllib.loads(text) for text in examples() if text.startswith("[source]")]
    assert whole
    for table in whole:
        assert valid(table), list(jsonschema_rs.iter_errors(SCHEMA, table))
        mapping(table)


@pytest.mark.parametrize("file", sorted((TOP / "examples/mappings").glob("*.toml")), ids=lambda file: file.stem)
def test_every_example_is_a_file_that_runs(file: Path) -> None:
    table = tomllib.loads(file.read_text("utf-8"))
    assert valid(table), list(jsonschema_rs.iter_errors(SCHEMA, table))
    read_mapping(file)


def test_a_sweep_and_a_second_look_are_laid_over_the_call_without_its_window() -> None:
    made = read_mapping(TOP / "examples/mappings/vendure.toml").pull
    assert made.sweep is not None
    assert made.read is not None
    for call, blank in ((made.sweep.call, "offset"), (made.read.call, "order")):
        assert call.body is not None
        assert not {name for name in call.blanks if name.startswith("window.")}
        assert blank in call.blanks
        assert "totalItems" in str(call.body.fill({}))


def test_every_part_that_the_page_shows_fits_into_a_whole_file(tmp_path: Path) -> None:
    """A snippet of one table replaces that table in the promised file."""
    parts = [tomllib.loads(text) for text in examples() if "[source]" not in text]
    assert len(parts) >= 8
    for part in parts:
        table = tomllib.loads(PROMISED)
        for name, value in part.items():
            table[name] = value | {"order_id": "no"} if name == "map" else value
        assert valid(table), list(jsonschema_rs.iter_errors(SCHEMA, table))
        mapping(table)


def test_the_page_names_every_function_walk_strategy_and_meaning() -> None:
    for name in (*TABLE, *OF_WALK, *STRATEGIES, *Means):
        assert f"`{name}" in PAGE, name


def test_the_schema_knows_what_the_reader_knows() -> None:
    assert set(SCHEMA["properties"]["map"]["properties"]) == {*TARGETS, "payload"}
    assert set(SCHEMA["properties"]["auth"]["properties"]["strategy"]["enum"]) == set(STRATEGIES)
    pull = SCHEMA["properties"]["pull"]["properties"]["orders"]["properties"]
    assert set(pull["walk"]["enum"]) == set(OF_WALK)
    assert {key for keys in OF_WALK.values() for key in keys} <= set(pull)


WRONG = [
    ('kind = "erp" ', 'kind = "epr" ', "第 3 行：source.kind：没有“epr”", True),
    ('id = "erp-main"', 'id = "erp main"', "第 2 行：source.id：要写成", True),
    ("timezone", "timezon", "第 4 行：source.timezon：不认识的键，是不是“timezone”？", True),
    ('"Asia/Shanghai"', '"Asia/Peking"', "第 4 行：source.timezone：没有时区“Asia/Peking”", False),
    ('"https://erp.example.com"', '"erp.example.com"', "第 6 行：http.base_url：要写成 https://主机", True),
    ('"https://erp.example.com"', '"https://me:pw@erp.example.com"', "第 6 行：http.base_url：要写成", True),
    ('per = "1s"', 'per = "1"', "第 7 行：http.rate.per：“1”不是时长", True),
    ('strategy = "login"', 'strategy = "logn"', "第 9 行：auth.strategy：没有“logn”，是不是“login”？", True),
    ('password = "keyring:erp-main"', 'password = "hunter2"', "第 10 行：auth.login.body.password：密钥不能直接写在文件里", False),
    ('token = "data.token"', 'token = "data."', "第 10 行：auth.login.token：取值写法“data.”在第 6 个字附近看不懂", False),
    ('path = "/orders"', 'path = "https://evil.example.com/orders"', "第 12 行：pull.orders.path：要写 base_url 之下的路径", False),
    ('page = "{page}"', 'page = "1"', "第 15 行：pull.orders.walk：走法 pages 要在 query 或 body 里用到 {page}", False),
    ('"{window.start|iso}"', '"{window.strat|iso}"', "第 13 行：pull.orders.query.updated_from：没有 {window.strat} 这个空位", False),
    ('"{window.start|iso}"', '"2025"', "第 14 行：pull.orders.window：写了时间窗，但", False),
    ('span = "1h"', 'span = "5min"', "第 14 行：pull.orders.window.span：要比 overlap", False),
    ('walk = "pages"', 'walk = "page"', "第 15 行：pull.orders.walk：没有“page”，是不是“pages”？", True),
    ('walk = "pages"', 'walk = "keyset"', "第 15 行：pull.orders.walk：走法 keyset 要在 query 或 body 里用到 {keyset.at}", True),
    ('rows = "data.items"', "", "第 11 行：pull.orders.rows：缺少这一项", True),
    ("{ status = \"open\" }", "{}", "第 17 行：pull.orders.sweep.query：要写出未完结订单的条件", False),
    ('size = "200"', 'token = "abc"', "第 13 行：pull.orders.query.token：密钥不写在查询里，请写到 [auth]", False),
    ('order_id = "no"', "", "第 18 行：map.order_id：缺少这一项", True),
    ("yuan(total)", "yuann(total)", "第 20 行：map.amount_fen：没有函数 yuann()，是不是“yuan”？", False),
    ("%Y-%m-%d", "YYYY-MM-DD", "第 21 行：map.paid_at：“YYYY-MM-DD %H:%M:%S”不是时间写法", False),
    ("paid_at =", "paid_att =", "第 21 行：map.paid_att：不认识的键，是不是“paid_at”？", True),
    ('"TO_AUDIT"', '"TO_AUDITT"', "第 24 行：status_map.待审核：不能对应成 'TO_AUDITT'", True),
    ('"待审核" = "TO_AUDIT"', '"40" = "TO_AUDITT"', "第 24 行：status_map.40：不能对应成 'TO_AUDITT'", True),
    ('means = "slow_down"', 'means = "slow"', "第 27 行：errors.rules[1].means：没有“slow”", True),
    ("is_not = 0", "isnt = 0", "第 27 行：errors.rules[2].isnt：不认识的键", True),
    ("is_not = 0, ", "", "第 27 行：errors.rules[2].path：要配上 is、is_not、in、matches 中的一个", False),
    ("[map]", "[mapp]", "mapp：不认识的键", True),
    ("[source]", "[source", "写法有误", False),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said", "schema"), WRONG)
def test_a_mistake_is_named_with_line_key_and_what_was_meant(tmp_path: Path, old: str, new: str, said: str, schema: bool) -> None:
    """`schema`: an editor that knows the schema underlines it too."""
    text = PROMISED.replace(old, new)
    assert text != PROMISED
    with pytest.raises(BadFile) as told:
        read(tmp_path, text)
    assert str(told.value).startswith("erp.toml：")
    assert said in str(told.value)
    assert "hunter2" not in str(told.value)
    if schema:
        assert not valid(tomllib.loads(text))


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ('[auth]\nstrategy = "key"\n', "auth.key：缺少这一项"),
        ('[auth]\nstrategy = "key"\nkey = { name = "X", value = "plain" }\n', "auth.key.value：密钥不能直接写在文件里"),
        ('[auth]\nstrategy = "bearer"\nbasic = { user = "a", password = "env:B" }\n', "auth.basic：不认识的键"),
        ('[auth]\nstrategy = "login"\nlogin = { path = "/l", body = { user = "a" } }\n', "auth.login.body：里面没有密码"),
        ('[auth]\nstrategy = "signature"\nsignature = { secret = "env:S", algorithm = "md6" }\n', "auth.signature.algorithm：没有“md6”"),
    ],
)
def test_a_wrong_proof_is_named(tmp_path: Path, part: str, said: str) -> None:
    with pytest.raises(BadFile) as told:
        read(tmp_path, text_of("http://127.0.0.1:1", auth=part))
    assert said in str(told.value)
    assert re.search(r"第 \d+ 行", str(told.value))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('headers = { Authorization = "Bearer abc" }', "http.headers.Authorization：密钥不能直接写在文件里"),
        ('encoding = "klingon"', "http.encoding：没有编码“klingon”"),
        ("rate = { calls = 0 }", "http.rate.calls：要写成 1 到 10000 的整数"),
    ],
)
def test_a_wrong_header_or_encoding_is_named(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(BadFile, match=r"erp\.toml") as told:
        read(tmp_path, text_of("http://127.0.0.1:1", http=line))
    assert said in str(told.value)


@pytest.mark.parametrize("raw", [b"\xff\xfe", "来源".encode("gbk"), b"a = 1\na = 2", b"x = " + b"[" * 5000])
def test_what_is_no_toml_at_all_is_one_sentence(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "erp.toml").write_bytes(raw)
    with pytest.raises(BadFile, match=r"erp\.toml"):
        read_mapping(tmp_path / "erp.toml")


LEAVES = ["data.items", "/x", "{page}", "pages", "env:A"]
KEYS = ["path", "rows", "query", "walk", "is", "x"]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.sampled_from(["data.items", "/x", "{page}", "pages", "env:A"]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["path", "rows", "query", "walk", "is", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=300)
@given(data=st.data())
def test_whatever_stands_in_a_file_it_is_read_or_refused_in_a_sentence(data: st.DataObject) -> None:
    table: dict[str, Any] = tomllib.loads(PROMISED)
    at = table
    for key in data.draw(st.sampled_from(list(_paths(table)))):
        last, at = at, at[key]
    last[key] = data.draw(VALUES)
    try:
        mapping(table)
    except BadFile as bad:
        said = str(bad)
    else:
        said = "："
    assert "：" in said


def _paths(table: dict[str, Any], path: tuple[str, ...] = ()) -> Any:
    for key, value in table.items():
        yield (*path, key)
        if isinstance(value, dict):
            yield from _paths(value, (*path, key))


@pytest.mark.parametrize("content", [None, b"no certificate"])
def test_a_certificate_that_is_not_there_stops_the_start(tmp_path: Path, content: bytes | None) -> None:
    (tmp_path / "erp.toml").write_text(text_of("https://erp.example.com", http='ca = "company.pem"'), "utf-8")
    if content:
        (tmp_path / "company.pem").write_bytes(content)
    with pytest.raises(BadFile, match=r"http\.ca：打不开证书文件 .*company\.pem"):
        connectors([SourceSettings("erp.toml")], tmp_path, keys=Keys(lambda _reference: ""))


def test_settings_go_before_the_file(tmp_path: Path) -> None:
    (tmp_path / "erp.toml").write_text(PROMISED, "utf-8")
    source = SourceSettings("erp.toml", timedelta(seconds=6), "http://127.0.0.1:9", Secret("env:OTHER"))
    made = connectors([source], tmp_path, keys=Keys(lambda _reference: ""))["erp-main"]
    assert made.about.interval == timedelta(seconds=6)
    assert made._mapping.http.base_url == "http://127.0.0.1:9"
    assert isinstance(made._mapping.auth, TokenAuth)
    assert made._mapping.auth.body == {"user": "env:ERP_USER", "password": "env:OTHER"}
    made.close()


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        ([SourceSettings()], "[[source]]：mapping：缺少这一项"),
        ([SourceSettings("no.toml")], "no.toml：打不开映射文件"),
        ([SourceSettings("erp.toml"), SourceSettings("erp.toml")], "已有另一个映射文件用了 erp-main"),
        ([SourceSettings("erp.toml", base_url="ftp://x")], "base_url：要写成 https://主机"),
    ],
)
def test_sources_that_cannot_run_stop_the_start(tmp_path: Path, sources: list[SourceSettings], said: str) -> None:
    (tmp_path / "erp.toml").write_text(PROMISED, "utf-8")
    with pytest.raises(BadFile) as told:
        connectors(sources, tmp_path, keys=Keys(lambda _reference: ""))
    assert said in str(told.value)

"""Each state in which something is worse than it should be: it is named, and it says what suffers and what to do next."""

import argparse
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring

from ordertower_desktop.domain.light import Hue
from ordertower_desktop.settings import read
from ordertower_desktop.sync.commands import doctor, support
from ordertower_desktop.sync.commands.checkup import floor, machine
from ordertower_desktop.sync.commands.checkup.finding import Finding
from ordertower_desktop.sync.files import Files
from ordertower_desktop.sync.frame import Entry
from ordertower_desktop.sync.outbox import Outbox
from ordertower_desktop.sync.source import TOKEN
from ordertower_desktop.wire.light import LightRow
from ordertower_desktop.wire.release import News
from ordertower_desktop.wire.rows import SourceRow

NOW = datetime(2025, 11, 12, 6, 32, 8, tzinfo=UTC)
NOBODY = "http://127.0.0.1:9"
NEXT = re.compile(r"请|先|看|打开|清|删|装|退出|联系|处理|核对|试|等|重启|好")
MB = 1024 * 1024


def healthy(folder: Path) -> Files:
    files = Files(folder / "data").made()
    Outbox(files.outbox, files.quarantine).close()
    for path in (files.cache, files.folder / "hub.db"):
        db = sqlite3.connect(path)
        db.execute("CREATE TABLE t (x)")
        db.executemany("INSERT INTO t VALUES (?)", [(str(n) * 300,) for n in range(200)])
        db.commit()
        db.close()
    return files


def damaged(path: Path) -> Path:
    whole = bytearray(path.read_bytes())
    first = int.from_bytes(whole[16:18], "big")  # the size of a page: the first one stays, so that it is still a database
    whole[first : 2 * first] = b"\xff" * first
    path.write_bytes(whole)
    return path


def line(**more: object) -> dict[str, object]:
    told: dict[str, object] = {"name": "企业微信", "id": "wecom-1", "connected": True, "last_ok": "2025-11-01T00:00:00Z", "left": 20}
    return told | more


def ill() -> Iterator[tuple[str, Finding]]:
    """(the code that scripts know it by, what is said)."""
    yield "hub-away", floor.away("连不上中枢，请检查网线或中枢是否在运行", "https://hub.test:8620", 4)
    yield "hub-away", floor.away("本机中枢没有起来", "", 0)
    yield "login-lost", floor.away("登录已失效，请用新的邀请码登录", "https://hub.test:8620", 1)
    yield "hub-behind", floor.busy("中枢暂时不能回答（503）", "https://hub.test:8620")
    yield "clock-off", floor.clock(NOW, NOW + timedelta(seconds=40))
    yield "clock-wrong", floor.clock(NOW, NOW - timedelta(hours=8))
    for state in ("late", "silent", "refused"):
        row = SourceRow(
            "erp", "聚水潭", "erp", state, 60, refused_since=NOW - timedelta(hours=5), reason="授权失效（401）", reason_code="auth"
        )
        yield f"source-{state}", floor.source(row, NOW)
    broken = {
        "name": "拼多多",
        "switch": "open",
        "why": "被限流",
        "degraded": "出库照常，12 单平台上看不到运单",
        "until": "2025-11-12T06:45:00Z",
    }
    yield "breaker-open", floor.breaker(broken)
    yield "breaker-half", floor.breaker(broken | {"switch": "half"})
    yield "watch-red", floor.light(LightRow(NOW, Hue.RED, ["定时没有走"], 0), NOW)
    yield "watch-amber", floor.light(LightRow(NOW, Hue.AMBER, ["ERP 停更"], 9), NOW)
    yield "channel-untested", floor.channel(line(last_ok=""))
    yield "channel-silent", floor.channel(line(silent=True))
    yield (
        "channel-failing",
        floor.channel(line(silent=True, last_error="93000 机器人已被删除，请重新添加", last_error_at="2025-11-12T00:00:00Z")),
    )
    yield "disk-low", machine.disk(Path("data"), 200 * MB)
    yield "disk-full", machine.disk(Path("data"), 10 * MB)
    yield "old", machine.age(News("0.1.0", "0.2.0", ready=True))
    yield "old", machine.age(News("0.1.0", "0.2.0", ask="it"))
    yield "too-old", machine.age(News("0.1.0", "0.3.0", minimum="0.2.0"))


@pytest.mark.parametrize(("code", "found"), list(ill()), ids=lambda told: told if isinstance(told, str) else "")
def test_a_worse_state_has_a_name_and_says_what_to_do_next(code: str, found: Finding) -> None:
    assert found.code == code
    assert found.state in ("warn", "bad")
    assert len(found.advice) > 10
    assert NEXT.search(found.advice)
    assert found.line().startswith(("！ ", "✗ "))


def test_what_is_well_says_so_and_gives_no_advice() -> None:
    fresh = SourceRow("tmall", "天猫", "platform", "fresh", 15, seen_at=NOW, orders=9)
    well = [
        floor.source(fresh, NOW),
        floor.clock(NOW, NOW + timedelta(seconds=1)),
        floor.light(LightRow(NOW, Hue.GREEN, [], 201), NOW),
        floor.channel(line()),
        machine.disk(Path("data"), 900 * MB),
        machine.age(News("0.1.0")),
    ]
    assert [(one.state, one.code, one.advice) for one in well] == [("ok", "fine", "")] * 6


def test_a_hub_that_is_away_says_how_many_actions_wait_and_keep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = healthy(tmp_path)
    outbox = Outbox(files.outbox, files.quarantine)
    outbox.put([Entry(f"x{n}", "li", "h", "2025-11-12T06:00:00+00:00", b"{}") for n in range(3)])
    outbox.close()
    monkeypatch.setenv(TOKEN, "t")
    options = argparse.Namespace(config=None, data_dir=str(files.folder), hub=NOBODY, json=True)
    found = {one.code: one for one in doctor.look(options)}
    assert found["hub-away"].facts == {"waiting": 3}
    assert "操作照存，恢复后自动补发，3 个操作在这台电脑上等着" in found["hub-away"].advice
    assert doctor.run(options) == 1


@pytest.mark.parametrize(("name", "state"), [("outbox", "bad"), ("cache", "warn"), ("hub", "bad")])
def test_a_damaged_file_says_whether_it_may_be_deleted(tmp_path: Path, name: str, state: str) -> None:
    files = healthy(tmp_path)
    damaged(files.folder / f"{name}.db")
    found = [one for one in machine.folder(files, lambda _path: 900 * MB) if one.state != "ok"]
    assert [(one.code, one.state) for one in found] == [(f"damaged-{name}", state)]
    assert {"outbox": "不要删", "cache": "删掉这个文件", "hub": "用备份恢复"}[name] in found[0].advice


def test_a_folder_without_trouble_is_fine_and_a_quarantine_is_told(tmp_path: Path) -> None:
    files = healthy(tmp_path)
    assert {one.state for one in machine.folder(files, lambda _path: 900 * MB)} == {"ok"}
    files.quarantine.mkdir()
    (files.quarantine / "cache-1.db").write_bytes(b"x")
    assert [one.code for one in machine.folder(files, lambda _path: 900 * MB) if one.state != "ok"] == ["quarantine"]


def test_no_keyring_means_a_new_invitation_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())
    try:
        found = machine.keyring_found()
    finally:
        keyring.set_keyring(before)
    assert (found.code, found.state) == ("keyring-absent", "warn")
    assert "邀请码" in found.advice


CANARIES = (
    "13912345678",
    "王小明",
    "余杭区文一西路969号",
    "sk-canary-token-77",
    "canary-shop",
    "canary.example.com",
    "canary-reference",
    "备注canary",
)
SETTINGS = """
[hub]
url = "https://canary.example.com:8620"
token = "keyring:canary-reference"
[[source]]
platform = "taobao"
id = "canary-shop"
shop = "王小明的店"
app_key = "13912345678"
secret = "keyring:canary-reference"
token = "env:CANARY_REFERENCE"
write_back = "dry"
"""


def test_nothing_that_a_person_wrote_or_is_gets_into_a_support_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = healthy(tmp_path / "王小明")
    (files.folder / "notifications.jsonl").write_text("王小明 13912345678", "utf-8")
    (files.folder / "13912345678.csv").write_text("余杭区文一西路969号", "utf-8")
    (tmp_path / "ordertower.toml").write_text(SETTINGS, "utf-8")
    monkeypatch.setenv(TOKEN, "sk-canary-token-77")
    settings = read(tmp_path / "ordertower.toml", {})
    row = SourceRow("canary-shop", "王小明的店", "platform", "refused", 15, reason="收件人王小明 13912345678", reason_code="auth")
    broken = {"name": "王小明的店", "switch": "open", "why": "13912345678", "degraded": "余杭区文一西路969号"}
    found = [
        *machine.folder(files),
        floor.away("canary.example.com", "https://canary.example.com", 1),
        floor.source(row, NOW),
        floor.breaker(broken),
        floor.light(LightRow(NOW, Hue.RED, ["备注canary"], 3), NOW),
        floor.channel(line(id="canary-shop", silent=True, last_error="13912345678", last_error_at="2025-11-12T00:00:00Z")),
    ]
    assert any("王小明" in one.line() for one in found), "on the screen they stand: the person knows them"
    out = tmp_path / "bundle.zip"
    support.write(out, support.bundle(found, settings, files))
    with zipfile.ZipFile(out) as made:
        whole = b"\n".join([out.name.encode(), *(name.encode() + made.read(name) for name in made.namelist())]).decode()
        told = {name: json.loads(made.read(name)) for name in made.namelist() if name.endswith(".json")}
    assert [canary for canary in CANARIES if canary.lower() in whole.lower()] == []
    assert str(tmp_path) not in whole
    assert {"source-refused", "breaker-open", "hub-away", "channel-failing"} <= {one["code"] for one in told["findings.json"]}
    assert told["settings.json"]["sources"][0]["secrets"] == ["keyring", "env", "nowhere"]
    assert set(told["files.json"]) >= {"outbox.db", "cache.db", "hub.db"}
    assert out.stat().st_mode & 0o077 == 0


def test_a_bundle_is_written_when_the_hub_is_away_and_never_over_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TOKEN, "t")
    files, out = healthy(tmp_path), tmp_path / "one.zip"
    options = argparse.Namespace(config=None, data_dir=str(files.folder), hub=NOBODY, out=str(out))
    assert support.run(options) == 0
    with zipfile.ZipFile(out) as made:
        assert "hub-away" in made.read("findings.json").decode()
    with pytest.raises(Exception, match="没有覆盖"):
        support.run(options)

"""A system told by a mapping file, as real processes: a hub with `[[source]]` pulls, a desk shows; a wrong file stops the start."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.hub.connectors.mapped_kit import MAP, PAGES, SECRETS, System, order, text_of
from tests.journey.real import PATIENCE, Proc, desk, stop_hub_of

KEY = SECRETS["env:ERP_KEY"]
AUTH = '[auth]\nstrategy = "key"\nkey = { in = "query", name = "api_key", value = "env:ERP_KEY" }'


def wall() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - real processes live in real time


@pytest.fixture
def system() -> Iterator[System]:
    at = wall()
    paid = (at - timedelta(hours=60)).isoformat()
    rows = [order(7000 + i, 0, pay_time=paid) | {"updated": (at - timedelta(minutes=40 + i)).isoformat()} for i in range(5)]
    rows.append(order(7999, 0, "海关查验", pay_time=paid) | {"updated": (at - timedelta(minutes=50)).isoformat()})
    made = System(rows, now=wall)
    made.guard = lambda asked: asked.query.get("api_key") == KEY
    yield made
    made.stop()


def written(folder: Path, system: System, **parts: str) -> Path:
    (folder / "maps").mkdir()
    map_ = MAP.replace("time(pay_time, '%Y-%m-%d %H:%M:%S')", "time(pay_time)")
    (folder / "maps" / "erp.toml").write_text(text_of("http://nowhere.invalid", **{"auth": AUTH, "map_": map_} | parts), "utf-8")
    config = folder / "ordertower.toml"
    config.write_text(f'[[source]]\nmapping = "maps/erp.toml"\nevery = "1s"\nbase_url = "{system.url}"\n', "utf-8")
    return config


def test_a_desk_started_with_a_source_shows_its_late_orders(tmp_path: Path, system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hub that the desk starts beside itself reads the settings that the desk was started with; no key is in any file."""
    config, data = written(tmp_path, system), tmp_path / "data"
    monkeypatch.setenv("ORDERTOWER_CONFIG", str(config))
    monkeypatch.setenv("ERP_KEY", KEY)
    try:
        with desk(data) as one:
            one.online()
            pool = one.pool_when(lambda rows: len({row["order"] for row in rows.values()}) == 6)
            assert {row["stage"] for row in pool.values()} == {"TO_SHIP", "TO_ACCEPT"}
            system.orders["7000"] |= {"state": "已发货", "updated": (wall() - timedelta(seconds=40)).isoformat()}
            one.pool_when(lambda rows: "7000" not in {row["order"] for row in rows.values()} or shipped(rows))
    finally:
        stop_hub_of(data)
    files = [file for file in data.rglob("*") if file.is_file()]
    assert any(file.name == "hub.log" for file in files)
    assert [file.name for file in files if KEY.encode() in file.read_bytes()] == []


def shipped(rows: dict[str, dict[str, object]]) -> bool:
    return any(row["order"] == "7000" and row["stage"] == "TO_COLLECT" for row in rows.values())


def ordertower(*words: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ordertower_desktop", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        env=env,
    )


def environment() -> dict[str, str]:
    return os.environ | {"ERP_KEY": KEY, "PYTHONUTF8": "1"}


def test_a_wrong_mapping_stops_the_start_with_file_line_key_and_what_was_meant(tmp_path: Path, system: System) -> None:
    config = written(tmp_path, system, map_=MAP.replace("paid_at", "paid_att"))
    done = ordertower("hub", "--config", str(config), "--data-dir", str(tmp_path / "data"), "--listen", "127.0.0.1:0", env=environment())
    assert done.returncode == 1
    assert "erp.toml：第 " in done.stderr
    assert "map.paid_att：不认识的键，是不是“paid_at”？" in done.stderr
    assert system.asked == []


def test_the_hub_of_a_floor_says_nothing_of_the_key_even_when_it_says_everything(tmp_path: Path, system: System) -> None:
    config = written(tmp_path, system)
    words = ("-m", "ordertower_desktop", "hub", "--verbose", "--config", str(config), "--data-dir", str(tmp_path / "data"))
    hub = Proc(*words, "--listen", "127.0.0.1:0", env=environment())
    try:
        wait = subprocess.TimeoutExpired
        while len(system.pages) < 52:
            with pytest.raises(wait):
                hub.child.wait(0.1)
    finally:
        hub.signal(signal.SIGTERM)
        hub.child.wait(PATIENCE)
        hub.end()
    assert "中枢已就绪" in "".join(hub.complaints)
    assert KEY not in "".join(hub.complaints)


def test_a_dry_run_shows_what_each_field_became_and_writes_nothing(tmp_path: Path, system: System) -> None:
    config = written(tmp_path, system)
    words = ("doctor", "--mapping", str(tmp_path / "maps" / "erp.toml"), "--config", str(config), "--data-dir", str(tmp_path / "data"))
    done = ordertower(*words, env=environment())
    assert done.returncode == 1, done.stderr
    assert "✓ 读取：一页 6 行，6 单" in done.stdout
    assert "✓ 金额 amount_fen ← yuan(total)：6/6 单有值，例如 199.90 元" in done.stdout
    assert "✗ 海关查验（1 单）：没有对应，请写进 [status_map]" in done.stdout
    assert "还没有对应的常用字段：" in done.stdout
    assert KEY not in done.stdout + done.stderr
    assert not (tmp_path / "data").exists()
    said = json.loads(ordertower(*words, "--json", env=environment()).stdout)
    assert (said["rows"], said["gaps"], said["words"][0]) == (6, ["海关查验"], ["待发货", 5, "待出库"])


def test_a_dry_run_says_why_a_system_does_not_answer(tmp_path: Path, system: System) -> None:
    config = written(tmp_path, system, pull=PAGES)
    system.guard = lambda _asked: False
    done = ordertower("doctor", "--mapping", str(tmp_path / "maps" / "erp.toml"), "--config", str(config), env=environment())
    assert done.returncode == 1
    assert "✗ 读取：来源不认我们的登录或密钥（401：令牌过期）" in done.stdout

"""`ordertower import` and `ordertower pool` as a person types them, each a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.journey.real import stop_hub_of

EXAMPLES = Path(__file__).parents[2] / "examples"
AT = "2025-11-12T14:32:08+08:00"
Ordertower = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def ordertower(tmp_path: Path) -> Iterator[Ordertower]:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "ordertower_desktop", *words, "--data-dir", str(tmp_path)]
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=os.environ | {"PYTHONUTF8": "1"}, timeout=300)

    yield run
    stop_hub_of(tmp_path)


def test_the_pool_of_the_pictures_minute_is_printed_with_the_clocks_of_then(ordertower: Ordertower) -> None:
    brought = ordertower("import", str(EXAMPLES / "taobao_gbk.csv"), str(EXAMPLES / "jd_lines.csv"))
    assert brought.returncode == 0, brought.stderr
    assert "新订单 118" in brought.stdout

    then = [json.loads(line) for line in ordertower("pool", "--at", AT, "--json", "--limit", "0").stdout.splitlines()]
    late = [json.loads(line) for line in ordertower("pool", "--at", AT, "--view", "已超时", "--json", "--limit", "0").stdout.splitlines()]
    assert 0 < len(late) < len(then)
    assert all(row["due_at"] <= "2025-11-12T06:32:08Z" for row in late)

    printed = ordertower("pool", "--at", AT, "--limit", "3").stdout
    assert f"共 {len(then):,} 单" in printed
    assert "待认领" in printed
    moment = datetime.fromisoformat(AT)
    assert max(moment - datetime.fromisoformat(row["due_at"]) for row in late) < timedelta(days=30)

    wrong = ordertower("pool", "--view", "明天的")
    assert wrong.returncode == 1
    assert "没有视图「明天的」，可选：全部、已超时" in wrong.stderr
    assert ordertower("pool", "--at", "昨天").stderr.startswith("--at 要写成带时区的时间")

    grades = ordertower("foresight")
    assert grades.returncode == 0, grades.stderr
    assert grades.stdout.startswith("最近 30 天到期的单，按事后的结果打分")
    assert json.loads(ordertower("foresight", "--json").stdout)["days"] == 30

"""`ordertower demo --refuse`: a system that turns everybody away is shown so within ten seconds, and a slip in the words is explained."""

import contextlib
import signal
import sys
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from ordertower_desktop.__main__ import main
from ordertower_desktop.demo import asked, story
from ordertower_desktop.domain.refusal import Refusal
from tests.journey.real import Proc

PROMISED_S = 10.0
BEGINS = datetime(2025, 11, 12, 20, 0, tzinfo=story.ZONE)
AFTER = timedelta(seconds=3)
KNOWN = ("jd", "wms")


@contextlib.contextmanager
def demo(*words: str) -> Iterator[Proc]:
    """`ordertower demo`, a process of its own; ended by the signal that a terminal sends, and gone afterwards."""
    made = Proc("-m", "ordertower_desktop", "demo", "--headless", *words)
    try:
        yield made
        made.signal(signal.SIGINT)
        assert made.end() == 0
    finally:
        if made.child.poll() is None:
            made.kill()


def source(http: httpx.Client, key: str) -> dict[str, Any]:
    return next(one for one in http.get("/v1/sources").raise_for_status().json() if one["id"] == key)


@pytest.mark.parametrize("key", KNOWN)
def test_a_source_made_to_refuse_is_shown_so_within_ten_seconds(key: str) -> None:
    with demo("--day", "quiet", "--speed", "1", "--refuse", f"{key}@{BEGINS + AFTER:%H:%M:%S}") as running:
        ready = running.until(lambda line: "url" in line, 60)
        refused_at = time.monotonic() + (BEGINS + AFTER - datetime.fromisoformat(ready["at"])).total_seconds()
        with httpx.Client(base_url=ready["url"], headers={"Authorization": f"Bearer {ready['token']}"}, trust_env=False) as http:
            assert source(http, key)["state"] == "fresh"
            while (found := source(http, key))["state"] != "refused":
                assert time.monotonic() - refused_at < PROMISED_S, found
                threading.Event().wait(0.05)
            took = time.monotonic() - refused_at
    sys.stdout.write(f"{key} shown as refused {took:.2f} s after its refusal, promised {PROMISED_S:.0f} s\n")
    assert took < PROMISED_S
    assert found["reason_code"] == "401"
    assert timedelta() <= datetime.fromisoformat(found["refused_since"]) - (BEGINS + AFTER) < timedelta(seconds=PROMISED_S)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--refuse", "京东@09:45"], "“京东”不在演示里，可用：taobao、jd、pdd"),
        (["--refuse", "jd"], "来源@时刻，如 erp@09:42，收到“jd”"),
        (["--refuse", "jd@25:00"], "“25:00”看不懂，请写 时:分"),
        (["--until", "2025-11-12T09:41"], "--until 的时刻“2025-11-12T09:41”看不懂"),
        (["--until", "15:00"], "不晚于 11月12日 14:32，收到 11月12日 15:00"),
    ],
)
def test_a_slip_in_the_words_is_explained_and_nothing_starts(words: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--headless", *words]) == 1
    said = capsys.readouterr()
    assert told in said.err
    assert said.out == ""


def test_a_moment_is_written_by_the_clock_of_that_day_or_in_full() -> None:
    assert asked.moment("09:42", option="--until") == story.SILENT_SINCE == asked.moment("2025-11-12T01:42:00Z", option="--until")
    assert asked.moment("14:32:08", option="--until") == story.MOMENT
    for text in ("", "9", "0942", "2025", "明天"):
        with pytest.raises(Refusal, match="看不懂"):
            asked.moment(text, option="--until")


def test_the_last_word_about_a_source_counts() -> None:
    found = asked.refusals(["jd@09:45", "erp@10:00", "jd@09:50"], known=("erp", "jd"))
    assert found == {"jd": asked.moment("09:50", option=""), "erp": asked.moment("10:00", option="")}

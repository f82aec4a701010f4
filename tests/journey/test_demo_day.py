"""The demo's day afterwards, as a desk asks for it: real hub, real HTTP, the desk's own questions."""

import argparse
from pathlib import Path

import pytest

from ordertower_desktop import staging
from ordertower_desktop.demo import play, story
from ordertower_desktop.sync import fetch
from ordertower_desktop.sync.http import Client
from ordertower_desktop.sync.trouble import Refused
from ordertower_desktop.wire.replay import Words

SEED = 1112
DAY = "2025-11-12"


def test_the_day_of_the_pictures_is_told_played_and_filed(tmp_path: Path) -> None:
    """S79, S95 to S97, S99. What was known at a moment adds up, whichever of the hub's two memories is asked."""
    day = staging.day_of(argparse.Namespace(day="double11", seed=SEED, until=None, refuse=None))
    with staging.opened(day, SEED, tmp_path) as made:
        staging.play_day(made, day)
        desk = Client(made.url, made.token)
        days = fetch.days()(desk)
        assert [(one.day.isoformat(), one.level, one.breached) for one in days.items] == [(DAY, 2, story.OVERDUE), ("2025-11-11", 1, 0)]
        told = fetch.day(DAY)(desk)
        assert (told.total.cases, told.total.breached) == (story.OPEN + story.CLEARED, story.OVERDUE)
        assert [one.text for one in told.landmarks if one.kind == "source"] == ["ERP 拒绝访问（401，自 09:42）"]
        first, late, prevent = told.answers
        assert first.text.startswith("平台 → ERP。")
        assert "ERP 拒绝访问（401，自 09:42）" in first.text
        assert "ERP 未收单 · 401" in first.text
        assert "WMS 有" in late.text
        assert prevent.evidence
        for one in (*first.evidence[1:], *prevent.evidence):
            assert fetch.order(one.order)(desk).order == one.order
        for at in list(play.steps(story.MOMENT))[10::5]:
            board, pool = fetch.board(at)(desk), fetch.pool_at(at, "known")(desk)
            assert board.at <= at
            assert pool.total == board.open > 0, at
        saved = fetch.save_incident(DAY, Words("ERP 断连", {"first": "白名单没有同步"}, ["设专人"]))(desk)
        assert (saved.version, saved.filed.answers[0].text, saved.filed.total) == (1, "白名单没有同步", told.total)
        with pytest.raises(Refused, match="刚存了第 1 版") as clash:
            fetch.save_incident(DAY, Words("别的"))(desk)
        assert clash.value.type == "conflict"
        assert fetch.days()(desk).items[0].incident == "ERP 断连"
        desk.close()

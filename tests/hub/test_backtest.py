"""`ordertower backtest` against a second, plain telling of the same rules, and what else it says."""

import csv
import io
import json
import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.hub.workers import playing
from ordertower_desktop.hub.workers.backtest import Backtest, run_backtest
from tests.hub.plain_counts import plain_counts

RULES = """
[[rule]]
id = "LATE"
when = { all = [
  { field = "presale", is = false },
  { since = "payment_approved", over = "24h", without = "outbound", calendar = "always" },
  { not = { tag = "no_nudge" } },
] }
on_delay = "2min"
[[rule]]
id = "PROMISE"
state = "on"
when = { past = "ship_by", without = "outbound" }
[[rule]]
id = "STALL"
when = { since = "in_transit", over = "48h" }
[[rule]]
id = "EDITS"
when = { event = "address_changed", count_at_least = 2, within = "6h" }
"""
LADDER = ["order_created", "payment_approved", "accepted", "printed", "outbound", "in_transit", "in_transit", "delivered"]
Line = tuple[datetime, str, str, str, str]


def history(orders: int = 500, *, seed: int = 1) -> list[Line]:
    """Days of orders; a third of the times fall on whole hours, where being off by one would show."""
    dice, start = random.Random(seed), datetime(2026, 11, 10, tzinfo=SHANGHAI)
    lines: list[Line] = []
    for n in range(orders):
        at = start + timedelta(minutes=dice.randrange(3 * 24 * 60))
        for step, name in enumerate([*LADDER, *dice.choices(["address_changed", "cancelled"], [9, 1], k=dice.randrange(4))]):
            at = at.replace(minute=0) + timedelta(hours=1) if dice.random() < 0.34 else at
            payload: dict[str, object] = {}
            if step == 0:
                payload = {"presale": dice.random() < 0.2, "ship_by": f"2026-11-{dice.randrange(10, 16)}", "shop": "旗舰店"}
            elif dice.random() < 0.05:
                payload = {"no_nudge": True}
            lines.append((at, "tmall", name, f"T{n}", json.dumps(payload, ensure_ascii=False) if payload else ""))
            at += timedelta(minutes=dice.expovariate(1 / 600))
            if dice.random() < 0.12:
                break
    return lines


def written(path: Path, lines: Iterable[Line]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["at", "source", "event", "order_id", "payload"])
        writer.writerows((at.isoformat(), *rest) for at, *rest in lines)
    return path


def wanted(folder: Path, lines: Iterable[Line], rules: str = RULES) -> Backtest:
    (folder / "rules.toml").write_text(rules, "utf-8")
    return Backtest(events=written(folder / "events.csv", lines), rules=folder / "rules.toml", out=folder / "counts.csv", zone=SHANGHAI)


def counts(asked: Backtest) -> dict[tuple[datetime, str], int]:
    out, err = io.StringIO(), io.StringIO()
    assert run_backtest(asked, out=out, err=err) == 0, err.getvalue()
    rows = csv.DictReader(asked.out.read_text("utf-8").splitlines())
    return {(datetime.fromisoformat(row["tick"]), row["rule_id"]): int(row["count"]) for row in rows}


def findings(asked: Backtest, *, code: int = 0) -> dict[str, object]:
    out, err = io.StringIO(), io.StringIO()
    assert run_backtest(replace(asked, form="json"), out=out, err=err) == code, err.getvalue()
    return dict(json.loads(out.getvalue()))


def doubled(lines: list[Line]) -> list[Line]:
    return lines + random.Random(2).sample(lines, len(lines) // 20)


def shuffled(lines: list[Line]) -> list[Line]:
    return random.Random(3).sample(lines, len(lines))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[datetime, str], int]:
    """What the plain script finds in the history as it happened."""
    path = written(tmp_path_factory.mktemp("plain") / "events.csv", history())
    return plain_counts(path, datetime(2026, 11, 10, tzinfo=SHANGHAI), datetime(2026, 11, 22, tzinfo=SHANGHAI))


@pytest.mark.parametrize("upset", [list, doubled, shuffled, lambda lines: shuffled(doubled(lines))])
def test_every_count_is_the_one_that_a_plain_script_finds(
    tmp_path: Path, plain: dict[tuple[datetime, str], int], upset: Callable[[list[Line]], list[Line]]
) -> None:
    """B1, S31; the order of lines does not matter and the same line twice counts once."""
    lines = history()
    assert len(lines) > 2500
    told = counts(wanted(tmp_path, upset(lines)))
    ticks = {tick for tick, _ in told}
    assert max(ticks) <= max(tick for tick, _ in plain)
    assert {key: count for key, count in told.items() if count} == {key: count for key, count in plain.items() if key[0] in ticks}
    assert set(told) == {(tick, rule) for tick in ticks for rule in ("LATE", "PROMISE", "STALL", "EDITS")}
    assert all(sum(count for (_, rule), count in told.items() if rule == one) > 100 for one in ("LATE", "PROMISE", "STALL", "EDITS"))


MISTAKES = [('over = "24h"', 'over = "1441min"'), ('over = "48h"', 'over = "2879min"'), ('within = "6h"', 'within = "361min"')]


@pytest.mark.parametrize(("right", "wrong"), MISTAKES)
def test_the_plain_script_would_notice_a_limit_that_is_a_minute_off(
    tmp_path: Path, plain: dict[tuple[datetime, str], int], right: str, wrong: str
) -> None:
    """A test that cannot fail is none: planted, the smallest mistakes show."""
    told = counts(wanted(tmp_path, history(), RULES.replace(right, wrong)))
    assert any(count != plain.get(key, 0) for key, count in told.items())


def test_ticks_run_from_the_first_whole_hour_to_the_one_that_sees_the_last_event(tmp_path: Path) -> None:
    at = datetime(2026, 11, 10, 8, 20, tzinfo=SHANGHAI)
    lines = [(at, "tmall", "order_created", "T1", ""), (at + timedelta(hours=2, minutes=1), "tmall", "payment_approved", "T1", "")]
    ticks = sorted({tick for tick, _ in counts(wanted(tmp_path, lines))})
    assert [tick.isoformat() for tick in ticks] == ["2026-11-10T09:00:00+08:00", "2026-11-10T10:00:00+08:00", "2026-11-10T11:00:00+08:00"]


def test_a_day_long_step_looks_at_local_midnights_between_from_and_to(tmp_path: Path) -> None:
    asked = replace(wanted(tmp_path, history(20)), every=timedelta(days=1), start=datetime(2026, 11, 8, tzinfo=SHANGHAI))
    ticks = sorted({tick for tick, _ in counts(replace(asked, end=datetime(2026, 11, 10, 12, tzinfo=SHANGHAI)))})
    assert [tick.isoformat() for tick in ticks] == [f"2026-11-{day:02}T00:00:00+08:00" for day in (8, 9, 10)]


def test_a_file_in_shares_on_every_core_gives_the_same_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = wanted(tmp_path, history(200))
    whole = counts(asked)
    monkeypatch.setattr(playing, "SMALL_BYTES", 0)
    assert counts(asked) == whole
    monkeypatch.setattr(playing, "SMALL_BYTES", 10**9)
    monkeypatch.setattr(playing, "SHARE_BYTES", 4000)
    assert counts(asked) == whole


def test_the_same_rules_make_no_difference_and_a_stricter_one_names_the_orders_it_adds(tmp_path: Path) -> None:
    asked = wanted(tmp_path, history())
    same = findings(replace(asked, against=asked.rules))
    assert (same["added"], same["removed"]) == ([], [])
    loose = tmp_path / "old.toml"
    loose.write_text(RULES.replace('over = "24h"', 'over = "30h"'), "utf-8")
    told = findings(replace(asked, against=loose))
    by_rule = told["by_rule"]
    assert isinstance(by_rule, dict)
    late = {one["order_id"] for one in told["verdicts"] if one["rule_id"] == "LATE"}  # type: ignore[attr-defined]
    assert by_rule["LATE"]["removed"] == []
    assert set(by_rule["LATE"]["added"]) <= late
    assert len(by_rule["LATE"]["added"]) > 10


@pytest.mark.parametrize(("unknown", "code"), [(5, 0), (6, 1)])
def test_more_than_five_missed_labels_make_the_rules_inadequate(tmp_path: Path, unknown: int, code: int) -> None:
    """S31: 50 orders marked by hand, at most 5 missed."""
    asked = wanted(tmp_path, history())
    verdicts = findings(asked)["verdicts"]
    hit = sorted({one["order_id"] for one in verdicts})[: 50 - unknown]  # type: ignore[attr-defined]
    missed = [f"X{n}" for n in range(unknown)]
    labels = tmp_path / "labels.csv"
    labels.write_text("\n".join(["订单号,说明", *(f"{one},异常" for one in [*hit, *missed])]), "utf-8")
    told = findings(replace(asked, labels=labels), code=code)
    assert told["missed"] == missed
    assert told["labels"] == {"marked": 50, "missed": unknown, "recall": 1 - unknown / 50, "adequate": unknown <= 5}


def test_a_verdict_that_does_not_outlive_its_on_delay_sends_nobody_a_notice(tmp_path: Path) -> None:
    at = datetime(2026, 11, 10, tzinfo=SHANGHAI)
    lines = [(at, "tmall", "payment_approved", key, '{"presale": false}') for key in ("T1", "T2")]
    lines += [(at + timedelta(hours=24, minutes=1), "wms", "outbound", "T1", ""), (at + timedelta(hours=26), "wms", "outbound", "T2", "")]
    told = findings(replace(wanted(tmp_path, lines, RULES.replace('"past = \\"ship_by\\""', "")), people=2))
    assert told["notices"] == {
        "people": 2,
        "total": 1,
        "worst": 0.5,
        "per_person_hour": [{"hour": "2026-11-11T00:00:00+08:00", "notices": 0.5}],
    }


def test_bad_rules_and_missing_files_are_refused_in_a_sentence(tmp_path: Path) -> None:
    asked, err = wanted(tmp_path, history(3), '[[rule]]\nid = "R1"\nwhen = { since = "payed", over = "24" }'), io.StringIO()
    assert run_backtest(asked, out=io.StringIO(), err=err) == 1
    assert "rules.toml：规则 R1：when.over" in err.getvalue()
    err = io.StringIO()
    assert run_backtest(replace(asked, rules=tmp_path / "none.toml"), out=io.StringIO(), err=err) == 1
    assert "none.toml：打不开" in err.getvalue()


def test_a_rule_over_a_rate_counts_the_groups_that_are_below_it(tmp_path: Path) -> None:
    """S32: sign-off under 85 % three days running."""
    rate = 'rate = "delivered", of = "out_for_delivery", group = "province", under = 0.85, for = "3d", min = 5'
    rules = f'[[rule]]\nid = "R15"\nwhen = {{ {rate} }}'
    lines: list[Line] = []
    for day in range(4):
        for n in range(10):
            for province, signed in (("新疆", 5), ("浙江", 9)):
                at, key = datetime(2026, 11, 1 + day, 9, tzinfo=SHANGHAI), f"{province}{day}-{n}"
                lines.append((at, "sf", "out_for_delivery", key, json.dumps({"province": province})))
                if n < signed:
                    lines.append((at + timedelta(hours=3), "sf", "delivered", key, ""))
    told = counts(replace(wanted(tmp_path, lines, rules), every=timedelta(days=1), end=datetime(2026, 11, 6, tzinfo=SHANGHAI)))
    assert [count for _, count in sorted(told.items())] == [0, 0, 1, 1, 0]


def test_many_orders_of_one_buyer_are_counted_together_whatever_share_they_fall_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S19, R11."""
    rules = '[[rule]]\nid = "R11"\nwhen = { event = "order_created", count_at_least = 3, within = "60min", group = "buyer" }'
    at = datetime(2026, 11, 10, 8, tzinfo=SHANGHAI)
    lines = [(at + timedelta(minutes=20 * n), "tmall", "order_created", f"T{n}", '{"buyer": "oaid-7"}') for n in range(3)]
    monkeypatch.setattr(playing, "SHARE_BYTES", 60)
    told = counts(replace(wanted(tmp_path, lines, rules), every=timedelta(minutes=20)))
    assert [count for _, count in sorted(told.items())] == [0, 0, 3]

"""Rules files from the disk, the pack that ships, and its schema."""

import json
import tomllib
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ordertower_desktop.domain.escalation import POLICIES
from ordertower_desktop.domain.event import Value
from ordertower_desktop.domain.judge import Bench, Context
from ordertower_desktop.domain.kind import KIND_NAMES
from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.domain.rule import RuleState
from ordertower_desktop.domain.rule_writer import book_table, rule_table
from ordertower_desktop.domain.sentence import sentence
from ordertower_desktop.hub.store.rulefile import default_pack, midnight, read_rules, resource
from tests.domain.rulework import START, after, order

SURFACE = """
[[rule]]
id = "R05"
name = "发货超时进池"
state = "on"                                  # draft | shadow | on
kind = "ship_overdue"
severity = "warning"                          # notice | warning | critical
when = { all = [
  { field = "presale", is = false },
  { since = "payment_approved", over = "24h", without = "outbound", calendar = "always" },
  { not = { tag = "no_nudge" } },
] }
on_delay = "2min"
off_delay = "2min"
policy = "warehouse-late"
[[rule.exempt]]
match = { field = "shop", is = "抖音直播间" }
until = 2026-11-15T24:00:00+08:00
by = "李婷"
why = "双11 专场，到 2026-11-15T24:00:00 为止"
"""


def saved(folder: Path, text: str, name: str = "rules.toml") -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder / name


def test_the_rule_of_the_surface_is_read_with_its_24_oclock(tmp_path: Path) -> None:
    (rule,) = read_rules(saved(tmp_path, SURFACE)).rules
    assert rule.state is RuleState.ON
    assert rule.exempt[0].until == datetime.fromisoformat("2026-11-16T00:00:00+08:00")
    assert rule.exempt[0].why == "双11 专场，到 2026-11-15T24:00:00 为止"


def test_the_same_rules_as_json_are_the_same_rules(tmp_path: Path) -> None:
    book = read_rules(saved(tmp_path, SURFACE))
    assert read_rules(saved(tmp_path, json.dumps(book_table(book)), "rules.json")) == book
    assert read_rules(saved(tmp_path, json.dumps([rule_table(rule) for rule in book.rules]), "list.json")).rules == book.rules


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[rule]", "写法有误"),
        ('{"rule": [', "写法有误"),
        ("", "没有规则"),
        ("x = " + "[" * 50_000, "写法有误|嵌套"),
        ("[" + '{"a":' * 50_000, "写法有误|嵌套"),
        ("rule = 3", "列表"),
        ("rule = [3]", "一张表"),
    ],
)
def test_a_file_that_is_no_rules_file_is_refused_in_a_sentence(tmp_path: Path, text: str, expected: str) -> None:
    with pytest.raises(Refusal, match=f"^rules.toml：.*({expected})"):
        read_rules(saved(tmp_path, text))


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "gbk.toml").write_bytes('name = "规则"'.encode("gbk"))
    with pytest.raises(Refusal, match="UTF-8"):
        read_rules(tmp_path / "gbk.toml")


def test_24_oclock_inside_texts_and_comments_is_left_alone() -> None:
    text = "a = \"2026-11-15T24:00:00\" # 2026-11-15T24:00:00\nb = '2026-11-15T24:00:00'\nc = 2026-12-31T24:00:00Z"
    assert tomllib.loads(midnight(text)) == {
        "a": "2026-11-15T24:00:00",
        "b": "2026-11-15T24:00:00",
        "c": datetime.fromisoformat("2027-01-01T00:00:00Z"),
    }


# ── the pack ──────────────────────────────────────────────────────────────────────────────────────────────────


def hits(*told: tuple[str, datetime] | tuple[str, datetime, dict[str, Value]], at: datetime) -> set[str]:
    judgement = Bench(default_pack().rules, Context()).judge(order(*told), at)
    return {verdict.rule_id for verdict in judgement.verdicts}


def test_every_rule_of_the_pack_is_on_has_a_known_kind_and_policy_and_says_itself() -> None:
    book = default_pack()
    for rule in book.rules:
        assert rule.state is RuleState.ON
        assert rule.kind in KIND_NAMES
        assert rule.policy in POLICIES
        assert ("→ 这一组告警" if rule.rate is not None else "→ 进延迟池") in sentence(rule)
    wanted = {f"R{n:02}" for n in (*range(1, 18), 22, *range(26, 34))} - {"R04", "R32"}
    assert wanted <= {rule.id for rule in book.rules}


@pytest.mark.parametrize(
    ("amount", "hours", "expected"),
    [(10_000, 1.9, set()), (10_000, 2, {"R03w"}), (10_000, 4, {"R03w", "R03"}), (500_000, 1, {"R03"}), (500_000, 0.9, set())],
)
def test_accepting_warns_at_two_hours_and_breaches_at_four_or_at_one_for_high_value(amount: int, hours: float, expected: set[str]) -> None:
    """S24, D12."""
    paid = ("payment_approved", START, {"amount_fen": amount})
    assert hits(("order_created", START), paid, at=after(hours=hours)) - {"R03v"} == expected


@pytest.mark.parametrize(("event", "rule"), [("accepted", "R04p"), ("printed", "R04k"), ("packed", "R04s")])
def test_a_later_stage_breaches_after_two_hours(event: str, rule: str) -> None:
    """S26."""
    told = (("payment_approved", START), (event, after(hours=1)))
    assert rule not in hits(*told, at=after(hours=2, minutes=59))
    assert rule in hits(*told, at=after(hours=3))


@pytest.mark.parametrize(("hours", "expected"), [(23, set()), (24, {"R02"}), (48, {"R02", "R02b"})])
def test_an_audit_warns_after_a_day_and_is_critical_after_two(hours: int, expected: set[str]) -> None:
    """S15, D7."""
    told = (("payment_approved", START, {"audit_due": True}), ("accepted", START))
    assert hits(*told, at=after(hours=hours)) & {"R02", "R02b"} == expected


@pytest.mark.parametrize("moves", [{"presale": True}, {"split": True}, {"overseas": True}, {"ship_on": "2026-11-20"}])
def test_an_order_whose_promise_is_moved_is_not_late_before_the_moved_day_is_over(moves: dict[str, Value]) -> None:
    """D13, S22."""
    paid = ("payment_approved", START, {"ship_by": "2026-11-20", **moves})
    assert hits(paid, at=after(days=5)) == set()
    assert "R26" in hits(paid, at=datetime.fromisoformat("2026-11-21T00:00:00+08:00"))


def test_an_order_of_a_customer_not_to_be_chased_is_still_found_but_muted() -> None:
    """S21, D11, D13: R05 leaves it out, R01 keeps it in the count."""
    told = order(("payment_approved", START, {"no_nudge": True}))
    verdicts = {one.rule_id: one for one in Bench(default_pack().rules, Context()).judge(told, after(hours=25)).verdicts}
    assert "R05" not in verdicts
    assert verdicts["R01"].muted


@pytest.mark.parametrize(("hours", "expected"), [(35, set()), (36, {"R26a"}), (44, {"R26a", "R26b"}), (47, {"R26a", "R26b", "R26c"})])
def test_the_platforms_promise_warns_at_twelve_four_and_one_hours(hours: int, expected: set[str]) -> None:
    paid = ("payment_approved", START, {"ship_by": after(hours=48).isoformat()})
    found = hits(paid, at=after(hours=hours))
    assert {one for one in found if one.startswith("R26")} == expected
    assert "R26" in hits(paid, at=after(hours=48))


SHIPPED = (("payment_approved", START), ("outbound", START + timedelta(hours=1), {"waybill": "YT1"}))


@pytest.mark.parametrize(
    ("told", "hours", "rule"),
    [
        (SHIPPED, 25, "R06"),
        ((*SHIPPED, ("written_back", after(hours=1))), 13, "R27w"),
        ((*SHIPPED, ("written_back", after(hours=1))), 25, "R27"),
        ((*SHIPPED, ("in_transit", after(hours=2))), 50, "R07"),
        ((*SHIPPED, ("in_transit", after(hours=2))), 2 + 7 * 24, "R07b"),
        ((*SHIPPED, ("out_for_delivery", after(hours=2))), 26, "R28"),
        ((*SHIPPED[:1], ("outbound", after(hours=1))), 70 / 60, "R17"),
        ((*SHIPPED[:1], ("written_back", after(hours=1))), 1.5, "R31f"),
        ((*SHIPPED[:1], ("refund_requested", after(hours=1))), 1, "R29"),
        ((*SHIPPED, ("delivered", after(hours=2)), ("refund_requested", after(hours=3))), 27, "R13"),
        ((*SHIPPED, ("customs_hold", after(hours=2))), 26, "R14"),
        ((*SHIPPED[:1], ("urged", after(hours=1))), 1, "R12"),
        ((*SHIPPED, ("delivered", after(hours=2)), ("complaint", after(hours=3))), 3, "R12c"),
        ((*SHIPPED[:1], *(("order_modified", after(hours=n)) for n in range(3))), 2, "R08"),
        ((*SHIPPED[:1], ("printed", after(hours=1)), ("address_changed", after(hours=2))), 2, "R30"),
        ((*SHIPPED[:1], ("stock_short", after(hours=1))), 1, "R09"),
        ((*SHIPPED, *(("write_back_failed", after(hours=1, minutes=15 * n)) for n in range(6))), 2.25, "R22"),
        ((("payment_approved", START, {"province": "浙江省"}),), 0, "R33"),
        ((("payment_approved", START, {"customer_level": "VIP3"}),), 0, "R10"),
    ],
)
def test_each_rule_of_the_pack_is_true_from_its_moment_on(told: tuple[tuple[str, datetime]], hours: float, rule: str) -> None:
    """S14 to S36."""
    assert rule in hits(*told, at=after(hours=hours))
    assert rule not in hits(*(one for one in told if one[1] <= after(hours=hours, minutes=-1)), at=after(hours=hours, minutes=-1))


def test_a_track_in_a_remote_province_may_take_twice_as_long() -> None:
    told = (("payment_approved", START, {"province": "新疆维吾尔自治区"}), ("outbound", START), ("in_transit", START))
    assert "R07" not in hits(*told, at=after(hours=95))
    assert "R07" in hits(*told, at=after(hours=96))


def test_the_schema_knows_every_key_that_the_pack_uses() -> None:
    schema = json.loads(resource("schema/rules.schema.json").read_text("utf-8"))
    keys = schema["$defs"]["rule"]["properties"]
    leaves = [set(leaf["properties"]) for leaf in schema["$defs"]["condition"]["oneOf"]]
    for rule in default_pack().rules:
        table = rule_table(rule)
        assert set(table) <= set(keys)
        _within(table["when"], leaves)


def _within(condition: object, leaves: list[set[str]]) -> None:
    assert isinstance(condition, dict)
    assert any(set(condition) <= leaf for leaf in leaves), condition
    for part in [*condition.get("all", []), *condition.get("any", []), *([condition["not"]] if "not" in condition else [])]:
        _within(part, leaves)

"""A scenario that the product has never heard of, from a mapping file and a rule alone (S29)."""

from datetime import timedelta
from pathlib import Path

from tests.hub.connectors.mapped_kit import MAP, order, rig
from tests.hub.floor import NOON, open_floor
from tests.hub.rulekit import hit, saved

STEPS = """
[events]
rows = "steps"
at = "time(at)"
name = "what"
names = { "退货入库" = "return_received", "质检完成" = "return_inspected" }
"""
RULE = {
    "id": "X01", "name": "退货三天没有质检", "state": "on", "kind": "return_uninspected", "severity": "warning", "policy": "default",
    "when": {"since": "return_received", "over": "72h", "without": "return_inspected"},
}  # fmt: skip


def step(what: str, hours_ago: float) -> dict[str, str]:
    return {"at": (NOON - timedelta(hours=hours_ago)).isoformat(), "what": what}


def test_a_new_scenario_needs_a_mapping_and_a_rule_and_no_code(tmp_path: Path) -> None:
    waiting = order("A1", 5, "已发货", steps=[step("退货入库", 71.5)])
    inspected = order("A2", 5, "已发货", steps=[step("退货入库", 90), step("质检完成", 40)])
    never = order("A3", 5, "已发货", steps=[])
    (tmp_path / "maps").mkdir()
    with (
        rig(tmp_path / "maps", [waiting, inspected, never], map_=MAP + STEPS) as one,
        open_floor(tmp_path, connectors={"erp": one.connector}) as floor,
    ):
        floor.work()
        saved(floor, RULE)
        assert hit(floor, "X01") == set(), "half an hour is left"
        floor.advance(minutes=31)
        assert hit(floor, "X01") == {"A1"}
        assert floor.pool()["A1"].owner_name, "it is somebody's"
        one.system.orders["A1"] = order("A1", -40, "已发货", steps=[step("退货入库", 71.5), step("质检完成", -0.6)])
        floor.advance(hours=1)
        assert hit(floor, "X01") == set(), "it heals by what the system says"

"""Why an order is in danger, in words that follow from the numbers alone; nothing in them says whose order it is."""

from collections.abc import Iterator

from ordertower_desktop.domain.stage import STAGE_NAMES
from ordertower_desktop.insight.foresight.levels import ALIKE, LEVELS
from ordertower_desktop.insight.foresight.model import Scores
from ordertower_desktop.insight.foresight.passage import HOPS, WARM, Aim
from ordertower_desktop.insight.foresight.table import AIMS, LEAVES

NOT_YET = {Aim.SHIP: "未出库", Aim.ARRIVE: "未签收"}


def reasons(scores: Scores, place: int) -> list[str]:
    """At most three, the weightiest first."""
    return list(_reasons(scores, place))[:3]


def _reasons(scores: Scores, place: int) -> Iterator[str]:
    aim, hop = AIMS[int(scores.aim[place])], HOPS[int(scores.hop[place])]
    age, slow = float(scores.age[place]), float(scores.slow[place])
    if scores.warm[place]:
        yield _alike(scores, place, aim)
    elif scores.seen[place] >= WARM:
        yield "没有别的单在这一步停过这么久，暂用规则"
    else:
        yield f"样本 {int(scores.seen[place])}/{WARM}，暂用规则"
    if age > slow:
        yield f"{STAGE_NAMES[hop]}已 {spoken(age)}，九成同类单 {spoken(slow)}内就过了这一步"
    elif scores.rule[place]:
        yield f"{STAGE_NAMES[hop]}已 {spoken(age)}，承诺的时间快用完了"
    else:
        yield f"{STAGE_NAMES[hop]}已 {spoken(age)}"
    if scores.skipped[place]:
        yield f"更细的 {int(scores.skipped[place])} 级同类单太少，没有采用"


def _alike(scores: Scores, place: int, aim: Aim) -> str:
    levels = LEVELS[aim, int(scores.hop[place]) >= LEAVES]
    level = int(scores.level[place])
    share = f"{round(float(scores.cell_p[place]) * 100)} %"
    parent = f"（{ALIKE[levels[level - 1]]} {round(float(scores.parent_p[place]) * 100)} %）" if level else ""
    return f"{ALIKE[levels[level]]} {int(scores.count[place]):,} 单里此时仍{NOT_YET[aim]}的 {share} 最终超期{parent}"


def spoken(hours: float) -> str:
    """`2 天 3 时`, `5 时`, `40 分`."""
    if hours < 1:
        return f"{max(1, round(hours * 60))} 分"
    days, rest = divmod(round(hours), 24)
    return " ".join(part for part in (f"{days} 天" if days else "", f"{rest} 时" if rest else "") if part)

"""A day as a workbook: the words, the figures, the landmarks and the curve, a sheet each; every text a text, nothing that runs."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.models.replay.drafting import Drafting
from ordertower_desktop.models.workbook import Cell
from ordertower_desktop.wire.board import Board
from ordertower_desktop.wire.replay import DayPage, Figures

FIGURES = (
    "范围",
    "名称",
    "在池",
    "超时",
    "首次响应次数",
    "响应中位秒",
    "响应九成内秒",
    "处理次数",
    "处理中位秒",
    "处理九成内秒",
    "转派",
    "被转走",
)


def sheets(page: DayPage, drafting: Drafting, board: Board | None) -> Iterable[tuple[str, list[Sequence[Cell]]]]:
    """Words, figures, landmarks, curve, and the board where one is shown."""
    yield "复盘", _words(page, drafting)
    yield "指标", [FIGURES, *_figures(page)]
    yield "标记", [("时间", "类型", "说明"), *((_at(one.at), str(one.kind), one.text) for one in page.landmarks)]
    curve = ((_at(one.at), one.open, one.overdue, one.breached, one.level) for one in page.curve)
    yield "曲线", [("时间", "积压", "在池超时", "今日超时", "响应级别"), *curve]
    if board is not None:
        yield "看板", _board(board)


def _words(page: DayPage, drafting: Drafting) -> list[Sequence[Cell]]:
    rows: list[Sequence[Cell]] = [
        ("日期", page.day.isoformat()),
        ("标题", drafting.title),
        ("健康度", page.health.score),
        ("口径", page.formula),
    ]
    for answer in drafting.evidence:
        rows.append((answer.question, drafting.answers.get(answer.key, answer.text)))
        rows += [("证据", f"{_at(one.at)} {one.text}", one.order) for one in answer.evidence]
    return [*rows, *(("改进项", line) for line in drafting.actions.splitlines() if line.strip())]


def _figures(page: DayPage) -> Iterable[Sequence[Cell]]:
    yield _line("全部", page.total)
    yield from (_line("环节", one) for one in page.links)
    yield from (_line("人员", one) for one in page.people)


def _line(scope: str, one: Figures) -> Sequence[Cell]:
    spans = (value for s in (one.response, one.handling) for value in (s.count, s.median_s, s.p90_s))
    return scope, one.name, one.cases, one.breached, *spans, one.passed_on, one.taken_away


def _board(board: Board) -> list[Sequence[Cell]]:
    heads: list[Sequence[Cell]] = [
        ("看板时刻", _at(board.at)), ("积压", board.open), ("在池超时", board.overdue), ("今日超时", board.breached_today),
        ("响应级别", board.level_name), ("待认领", board.unowned), ("今日已结", board.closed_today),
    ]  # fmt: skip
    shares = (("阶段", board.stages), ("平台", board.platforms), ("原因", board.causes), ("区域", board.regions))
    return [
        *heads,
        ("", "", ""),
        ("分布", "名称", "单", "超时"),
        *((n, one.name, one.open, one.overdue) for n, held in shares for one in held),
    ]


def _at(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"

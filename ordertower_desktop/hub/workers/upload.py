"""A file that somebody sent, as the import wizard shows it: what it seems to be, and what its rows are."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.domain.snapshot import Snapshot, SourceKind
from ordertower_desktop.hub.connectors.sheets import (
    ColumnMap,
    Detection,
    Gap,
    Problem,
    Row,
    Table,
    Taken,
    detect,
    from_toml,
    open_table,
    read,
)
from ordertower_desktop.hub.connectors.sheets.cells.text import shown
from ordertower_desktop.hub.connectors.sheets.columns.heading import named
from ordertower_desktop.hub.store.eventfile import BadLine, events
from ordertower_desktop.wire.codec import Malformed
from ordertower_desktop.wire.pages import ColumnGuess, ImportPlan, ImportView, RowProblem

MOST_PROBLEMS = 200
HEAD_ROWS = 8
SAMPLES = 3
_NAMES = {"utf-8": "UTF-8", "gb18030": "GBK", "utf-8-sig": "UTF-8"}

Said = Snapshot | Event | RowProblem


@dataclass(frozen=True, slots=True)
class Opened:
    """A file, what was found in it, and where its rows come from."""

    path: Path
    table: Table | None
    detection: Detection | None
    column_map: ColumnMap | None
    source: str
    kind: SourceKind
    zone: tzinfo = SHANGHAI

    @property
    def name(self) -> str:
        return self.detection.name if self.detection else "事件文件"


def open_upload(path: Path, name: str, plan: ImportPlan, remembered: ColumnMap | None) -> Opened:
    """Open, guess, and let the plan (or what was remembered for these headings) go before the guess. Raises `Unreadable`."""
    table = open_table(path, name, sheet=plan.sheet or None)
    given = _given(table, plan, remembered)
    detection = detect(table, name=plan.preset or "auto", given=given)
    if detection.is_events:
        return Opened(path, None, detection, None, "events", SourceKind.PLATFORM, zone(plan.timezone))
    column_map = _without(detection.column_map, table, plan)
    detection = replace(detection, column_map=column_map)
    source = column_map.source or (detection.preset if detection.preset != "common" else "file")
    return Opened(path, table, detection, column_map, source, column_map.kind or SourceKind.PLATFORM)


def _given(table: Table, plan: ImportPlan, remembered: ColumnMap | None) -> ColumnMap | None:
    """Column index -> field of the plan as field -> column name; a mapping file goes before everything."""
    if plan.map:
        return from_toml(plan.map)
    if not plan.columns and not plan.status:
        return replace(remembered or ColumnMap({}), timezone=plan.timezone) if plan.timezone else remembered
    names = named(table.headings)
    columns: dict[str, str] = {}
    for index, field in plan.columns.items():
        if not index.isdigit() or int(index) >= len(names):
            raise Malformed(f"没有第 {index} 列")
        if field:
            columns[field] = names[int(index)]
    made = ColumnMap(columns, preset=plan.preset, status_words=plan.status, timezone=plan.timezone)
    return made.over(remembered) if remembered else made


def _without(column_map: ColumnMap, table: Table, plan: ImportPlan) -> ColumnMap:
    """The map without the columns that a person does not want, whatever they seem to be."""
    unwanted = {int(index) for index, field in plan.columns.items() if not field and index.isdigit()}
    dropped = {field for field, place in column_map.places(table.headings).items() if place in unwanted}
    return replace(column_map, columns={field: column for field, column in column_map.columns.items() if field not in dropped})


def describe(view: ImportView, opened: Opened) -> ImportView:
    """The view with what the head of the file tells."""
    found, table = opened.detection, opened.table
    if found is None:
        return view
    view = msgspec.structs.replace(view, preset=found.preset, preset_name=found.name)
    if table is None:
        return view
    mapped = {place: field for field, place in (opened.column_map.places(table.headings) if opened.column_map else {}).items()}
    columns = [
        ColumnGuess(
            heading=guess.column,
            index=guess.place,
            field=mapped.get(guess.place, ""),
            confidence=round(guess.confidence * 100),
            samples=[shown(row[guess.place]) for _, row in table.sample[:SAMPLES] if guess.place < len(row)],
        )
        for guess in found.guesses
    ]
    return msgspec.structs.replace(
        view,
        encoding=_NAMES.get(table.encoding.lower(), table.encoding),
        sheet=table.sheet,
        sheets=list(table.sheets),
        columns=columns,
        head=[[shown(cell) for cell in row] for _, row in table.sample[:HEAD_ROWS]],
    )


def rows(opened: Opened, name: str, *, now: datetime) -> Iterator[Said]:
    """Readings and events, and a problem for every row that was set aside or word that nobody has mapped."""
    if opened.table is None or opened.column_map is None:
        yield from _events(opened, name, now=now)
        return
    for row in read(opened.table, opened.column_map, source=opened.source, read_at=now):
        yield _said(row)


def _said(row: Row) -> Said:
    match row:
        case Taken(snapshot=snapshot):
            return snapshot
        case Problem():
            return RowProblem(row.file, row.row, row.column, row.reason, row.value, row.sheet, row.proposal, row.fate)
        case Gap():
            reason = f"状态词“{row.word}”还没有对应，此单先不判断阶段"
            return RowProblem(row.file, row.row, row.column, reason, row.word, row.sheet, "请选择对应的阶段", "gap")


def _events(opened: Opened, name: str, *, now: datetime) -> Iterator[Said]:
    bad: list[BadLine] = []
    for event in events(opened.path, zone=opened.zone, bad=bad.append):
        while bad:
            yield _bad(bad.pop(0), name)
        yield Event(event.at, event.source, event.name, event.order_id, event.payload, now)
    for line in bad:
        yield _bad(line, name)


def zone(name: str) -> tzinfo:
    """The zone of times that have none; Shanghai when nothing is said."""
    try:
        return ZoneInfo(name) if name else SHANGHAI
    except (ValueError, OSError, LookupError) as error:
        raise Malformed(f"不认识的时区：{name[:40]}，例如 Asia/Shanghai") from error


def _bad(line: BadLine, name: str) -> RowProblem:
    return RowProblem(name, line.line, line.column, line.reason, kind="set_aside")


def counted(view: ImportView, problems: list[RowProblem]) -> ImportView:
    """The view with more problems and gaps; a gap once a word."""
    words = {gap.value for gap in view.gaps}
    gaps = list(view.gaps)
    others = [problem for problem in problems if problem.kind != "gap"]
    for problem in problems:
        if problem.kind == "gap" and problem.value not in words:
            words.add(problem.value)
            gaps.append(problem)
    listed = [*view.problems, *others][:MOST_PROBLEMS]
    return msgspec.structs.replace(view, gaps=gaps[:MOST_PROBLEMS], problems=listed, problem_count=view.problem_count + len(others))

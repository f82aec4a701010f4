"""What a table probably is: whose export, which column is what, or an event file."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from ordertower_desktop.hub.connectors.sheets.cells.place import Atlas
from ordertower_desktop.hub.connectors.sheets.cells.text import plain
from ordertower_desktop.hub.connectors.sheets.columns.columnmap import ColumnMap
from ordertower_desktop.hub.connectors.sheets.columns.content import content
from ordertower_desktop.hub.connectors.sheets.columns.field import FIELDS
from ordertower_desktop.hub.connectors.sheets.columns.guess import Guess, guesses
from ordertower_desktop.hub.connectors.sheets.columns.heading import fingerprint, normal
from ordertower_desktop.hub.connectors.sheets.columns.preset import COMMON, EVENT_HEADINGS, EVENTS, PRESETS, Preset, preset, resources
from ordertower_desktop.hub.connectors.sheets.table import Cell, Table, Unreadable

AUTO = "auto"
_CONVINCING = 0.5
_AHEAD = 0.08
_OWN = 1.5  # so much weight in headings that few systems share, else 订单编号 and 付款时间 alone would make an ERP of any table


@dataclass(frozen=True)
class Detection:
    """What was found. `score` (0..1) is how sure the preset is; `fingerprint` is what the heading set is remembered by."""

    preset: str
    name: str
    score: float
    scores: Mapping[str, float]
    guesses: tuple[Guess, ...]
    column_map: ColumnMap
    fingerprint: str
    gaps: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({name: told.label for name, told in FIELDS.items()}))

    @property
    def is_events(self) -> bool:
        """True for an event file, which is read elsewhere."""
        return self.preset == EVENTS

    @property
    def ready(self) -> bool:
        """True when the least is there: an order number and one time."""
        return self.is_events or not self.column_map.missing


@cache
def atlas() -> Atlas:
    """The provinces, cities and districts that addresses are matched against, read once."""
    return Atlas((resources() / "places.txt").read_text(encoding="utf-8").splitlines())


def detect(table: Table, *, name: str = AUTO, given: ColumnMap | None = None) -> Detection:
    """The guess for a table; a preset's `name` or a person's map (`given`) goes before what the table suggests."""
    scores = {one: _score(table, preset(one)) for one in PRESETS}
    chosen = _chosen(table, name if name != AUTO or given is None else given.preset or AUTO, scores)
    marks = fingerprint(table.headings)
    if chosen == EVENTS:
        return Detection(EVENTS, "事件文件", 1.0, scores, (), ColumnMap({}, preset=EVENTS), marks)
    known = preset(chosen)
    words = known.words(given.status_words if given else {})
    columns = _columns(table)
    contents = [content(column, words=words, atlas=atlas()) for column in columns]
    found = guesses(table.headings, contents, known=known)
    guessed = ColumnMap({guess.field: guess.column for guess in found if guess.field}, preset=chosen, kind=known.kind)
    column_map = given.over(guessed) if given else guessed
    places = column_map.places(table.headings)
    said = [text for key in ("status", "refund_status") if key in places for cell in columns[places[key]] if (text := plain(cell))]
    gaps = tuple(dict.fromkeys(text for text in said if text not in words))
    return Detection(chosen, known.name, scores.get(chosen, 0.0), scores, found, column_map, marks, gaps)


def is_event_table(headings: Sequence[str]) -> bool:
    """True when the headings are those of the event file (at, source, event, order_id, payload)."""
    return EVENT_HEADINGS.issubset(map(normal, headings))


def _chosen(table: Table, name: str, scores: Mapping[str, float]) -> str:
    if name == AUTO and is_event_table(table.headings):
        return EVENTS
    if name != AUTO:
        if name not in (*PRESETS, COMMON, EVENTS):
            raise Unreadable(f"没有叫 {name} 的模板，可用：auto、{'、'.join(PRESETS)}、events")
        return name
    best, second = sorted(scores, key=lambda one: -scores[one])[:2]
    return best if scores[best] >= _CONVINCING and scores[best] - scores[second] >= _AHEAD else COMMON


def _score(table: Table, known: Preset) -> float:
    """How well the preset explains the table: headings (rare ones weigh more), status words, order numbers, names of file and sheet."""
    ours = {normal(heading) for heading in table.headings}
    weights = {heading: weight for heading in ours if (weight := _weight(heading)) > 0}
    whole = sum(weights.values())
    if not whole or not any(heading in known.headings[key] for heading in ours for key in ("order_id", "erp_order_id")):
        return 0.0
    ours_too = [weight for heading, weight in weights.items() if heading in known.known]
    spoken = _spoken(table, known)
    score = sum(ours_too) / whole if spoken is None else 0.75 * sum(ours_too) / whole + 0.25 * spoken
    named, shaped = _named(table, known), _shaped(table, known)
    if not named and not shaped and sum(weight for weight in ours_too if weight >= 1 / 2) < _OWN:
        return 0.0
    return min(1.0, score + (0.15 if shaped else 0.0) + (0.1 if named else 0.0))


def _named(table: Table, known: Preset) -> bool:
    return any(mark.lower() in table.file.lower() for mark in known.files) or table.sheet in known.sheets


def _weight(heading: str) -> float:
    """1 for a heading of one preset alone, less for one that many share, 0 for one that none knows."""
    sharing = sum(heading in preset(one).known for one in PRESETS)
    return 1 / sharing if sharing else 0.0


def _spoken(table: Table, known: Preset) -> float | None:
    """The share of the sample's status words that the preset knows by itself, None without a status column."""
    cells = _cells(table, known, "status")
    own = preset(known.id).status.keys() - preset(COMMON).status.keys()
    said = {plain(cell) for cell in cells if plain(cell)}
    if not said:
        return None
    words = known.words({})
    return sum(1.0 if word in own else 0.8 if word in words else 0.0 for word in said) / len(said)


def _shaped(table: Table, known: Preset) -> bool:
    cells = [plain(cell) for cell in _cells(table, known, "order_id")]
    filled = [cell for cell in cells if cell]
    pattern = re.compile(known.order_pattern) if known.order_pattern else None
    return pattern is not None and bool(filled) and sum(bool(pattern.fullmatch(cell)) for cell in filled) > len(filled) / 2


def _cells(table: Table, known: Preset, name: str) -> list[Cell]:
    place = next((place for place, heading in enumerate(table.headings) if normal(heading) in known.headings[name]), None)
    return [] if place is None else [row[place] for _, row in table.sample if place < len(row)]


def _columns(table: Table) -> list[list[Cell]]:
    return [[row[place] for _, row in table.sample if place < len(row)] for place in range(len(table.headings))]

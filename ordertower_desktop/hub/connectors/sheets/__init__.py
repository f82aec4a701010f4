"""Reads exported order files: open a table, guess its columns, read it into snapshots.

`open_table(path)` gives a `Table`; `detect(table)` says whose export it is, which column is what and how sure that is;
`read(table, detection.column_map, source=…, read_at=…)` gives a `Taken`, a `Problem` or a `Gap` at a time.
"""

from ordertower_desktop.hub.connectors.sheets.columns.columnmap import ColumnMap, from_toml, to_toml
from ordertower_desktop.hub.connectors.sheets.columns.detect import Detection, detect
from ordertower_desktop.hub.connectors.sheets.columns.field import FIELDS
from ordertower_desktop.hub.connectors.sheets.columns.guess import Guess
from ordertower_desktop.hub.connectors.sheets.columns.heading import fingerprint
from ordertower_desktop.hub.connectors.sheets.columns.preset import PRESETS
from ordertower_desktop.hub.connectors.sheets.files.opening import open_table
from ordertower_desktop.hub.connectors.sheets.orders.reading import read
from ordertower_desktop.hub.connectors.sheets.outcome import Fate, Gap, Problem, Row, Taken, Tally
from ordertower_desktop.hub.connectors.sheets.table import Format, Table, Unreadable

__all__ = [
    "FIELDS", "PRESETS", "ColumnMap", "Detection", "Fate", "Format", "Gap", "Guess", "Problem", "Row", "Table", "Taken", "Tally",
    "Unreadable", "detect", "fingerprint", "from_toml", "open_table", "read", "to_toml",
]  # fmt: skip

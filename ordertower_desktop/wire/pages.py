"""Smaller answers of the HTTP surface: imports, tokens, problems."""

from datetime import datetime

import msgspec


class RowProblem(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row that was set aside, or a word that nobody has mapped."""

    file: str
    row: int
    column: str
    reason: str
    value: str = ""
    sheet: str = ""
    proposal: str = ""
    kind: str = "row"


class ColumnGuess(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a heading seems to be; an empty field is still to be chosen."""

    heading: str
    index: int
    field: str = ""
    confidence: int = 0
    samples: list[str] = []


class ImportView(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file on its way in. `state`: reading | ready | committing | done | cancelled | failed | undone."""

    id: str
    name: str
    state: str
    preset: str = ""
    preset_name: str = ""
    encoding: str = ""
    sheet: str = ""
    sheets: list[str] = []
    columns: list[ColumnGuess] = []
    rows_total: int = 0
    rows_done: int = 0
    orders_new: int = 0
    orders_changed: int = 0
    orders_same: int = 0
    merged_rows: int = 0
    problems: list[RowProblem] = []
    problem_count: int = 0
    gaps: list[RowProblem] = []
    late: int = 0
    head: list[list[str]] = []
    undo_until: datetime | None = None
    error: str = ""
    remembered: bool = False


class ImportPlan(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a person wants the file to be read: column index -> field, word -> stage. `map` is a mapping file's text and goes before both."""

    columns: dict[str, str] = {}
    status: dict[str, str] = {}
    preset: str = ""
    sheet: str = ""
    shop: str = ""
    remember: bool = True
    map: str = ""
    timezone: str = ""


class Token(msgspec.Struct, frozen=True, omit_defaults=True):
    token: str
    expires_at: datetime | None
    role: str
    person: str
    name: str = ""


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """`application/problem+json`; the title is a Chinese sentence."""

    type: str
    title: str
    status: int
    detail: str = ""

"""The knowledge base as the desk and the hub say it: articles, how they are found, and the quarter's incident forms."""

from datetime import datetime

import msgspec


class ArticleRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """An article, whole; `id` is the case it was made of. `used` cases were helped by it."""

    id: str
    order: str
    title: str
    problem: str
    measures: str
    at: datetime
    improvement: str = ""
    kind: str = ""
    kind_name: str = ""
    cause: str = ""
    cause_name: str = ""
    by_name: str = ""
    used: int = 0
    version: int = 1


class ArticleLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """An article on the page of an order like the one that it was made of."""

    id: str
    title: str
    measures: str
    used: int = 0


class ArticleUsed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """This article helped with the open case of this order."""

    article: str
    order: str


class FormLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """异常处理登记表 of one overdue case."""

    order: str
    kind: str
    opened_at: datetime
    breached_at: datetime
    owner: str = ""
    closed_at: datetime | None = None
    measures: str = ""
    improvement: str = ""


class FormsPage(msgspec.Struct, frozen=True):
    """Every overdue case of a quarter, by the time it became overdue; `filled` percent of all fields are filled."""

    quarter: str
    forms: list[FormLine]
    filled: int

"""Money as integer fen: decimal all the way, never rounded by a float."""

import re
import unicodedata
from decimal import Decimal

from ordertower_desktop.hub.connectors.sheets.cells.text import Bad, plain
from ordertower_desktop.hub.connectors.sheets.table import Cell

_SIMPLE = re.compile(r"(-?)(\d{1,11})(?:\.(\d)(\d)?)?")
_DRESS = re.compile(r"(?:^|(?<=[-+(]))(?:rmb|cny|cn¥|¥|￥)|(?:元整|元|圆|rmb|cny)(?=\)?$)", re.IGNORECASE)
_NUMBER = re.compile(r"([-+]?)((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)")
_NOISE = Decimal("0.000001")  # what binary numbers of a spreadsheet add behind the second digit
_LIMIT = 10**13


def fen(cell: Cell) -> int | None:
    """The amount in fen, None when the cell is empty."""
    if isinstance(cell, str) and (ready := _SIMPLE.fullmatch(cell)):
        sign, yuan, tenths, hundredths = ready.groups()
        amount = int(yuan) * 100 + int(tenths or 0) * 10 + int(hundredths or 0)
        return -amount if sign else amount
    if isinstance(cell, bool):
        raise Bad("不是金额")
    if isinstance(cell, int | float):
        return _exact(repr(cell), _decimal(repr(cell)))
    text = unicodedata.normalize("NFKC", plain(cell)).replace(" ", "").replace("−", "-")
    return _exact(text, _read(text)) if text else None


def _read(text: str) -> Decimal:
    bare = _DRESS.sub("", _DRESS.sub("", text))
    if bare.startswith("(") and bare.endswith(")"):
        bare = "-" + bare[1:-1]
    number = _NUMBER.fullmatch(bare)
    if number is None:
        raise Bad(f"金额写成了“{text[:16]}”", "请改成数字，例如 1299.00")
    return _decimal(bare.replace(",", ""))


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite():
        raise Bad("不是金额")
    return number


def _exact(text: str, yuan: Decimal) -> int:
    if abs(yuan) > _LIMIT:
        raise Bad(f"金额大得不像真的：{text[:20]}")
    amount = int((yuan * 100).to_integral_value())
    if abs(yuan * 100 - amount) > _NOISE * 100:
        raise Bad(f"金额超过两位小数：{text[:20]}", "请改成精确到分")
    return amount

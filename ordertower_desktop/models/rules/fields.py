"""The fields that conditions compare: what kind of value each has, and the words for comparing it."""

from ordertower_desktop.domain.condition import Op
from ordertower_desktop.domain.fieldname import FIELD_NAMES
from ordertower_desktop.domain.sentence import COMPARED

FLAGS = frozenset({"presale", "split", "overseas", "no_nudge", "urgent", "promise_moved", "mainland", "arrived", "audit_due"})
MONEY = frozenset({"amount_fen", "paid_fen"})
NUMBERS = frozenset({"items", "stock", "address_version"})
DEADLINES = ("ship_due", "ship_by", "ship_agreed", "collect_by", "deliver_by", "estimate", "ship_on")
HAS = "has"
"""`matches_prefix` of nothing: the field has some value."""
SIZES = (Op.OVER, Op.AT_LEAST, Op.UNDER, Op.AT_MOST, Op.IS, Op.IS_NOT)
WORDS = (Op.IS, Op.IS_NOT, Op.IN, Op.MATCHES_PREFIX)


def kind(field: str) -> str:
    """flag | money | number | text."""
    if field in FLAGS:
        return "flag"
    return "money" if field in MONEY else "number" if field in NUMBERS else "text"


def choices(field: str, chosen: str) -> tuple[tuple[str, str], ...]:
    """(key, words) of every comparison of a field; one that a file chose and that is not usual is there too. `!` before a key denies it."""
    match kind(field):
        case "flag":
            offered = [("is:1", "是"), ("is:0", "否"), ("is_not:1", "否或未知")]
        case "money" | "number":
            offered = [(str(op), COMPARED[op]) for op in SIZES]
        case _:
            offered = [(str(op), COMPARED[op]) for op in WORDS]
            offered += [(f"!{Op.IN}", "不属于"), (f"!{Op.MATCHES_PREFIX}", "开头不是"), (HAS, "有值"), (f"!{HAS}", "没有值")]
    if chosen not in dict(offered):
        offered.append((chosen, _told(chosen)))
    return tuple(offered)


def _told(key: str) -> str:
    if key.startswith("!"):
        return f"并非{_told(key[1:])}"
    op, _, value = key.partition(":")
    return f"{'不是' if op == 'is_not' else '是'}{'' if value == '1' else '否'}" if value else COMPARED.get(Op(op), op)


def names(field: str) -> tuple[tuple[str, str], ...]:
    """Every field that can be chosen, and the one that a file named though we do not know it."""
    known = tuple(FIELD_NAMES.items())
    return known if field in FIELD_NAMES else (*known, (field, field.removeprefix("payload.")))


def typed(field: str, text: str, *, several: bool) -> object:
    """What somebody wrote, as a rules file would hold it; what is no number where one is wanted stays the text that it is."""
    if several:
        parts = [part.strip() for part in text.replace("，", ",").replace("、", ",").split(",")]
        return [_one(field, part) for part in parts if part]
    return _one(field, text.strip())


def _one(field: str, text: str) -> object:
    of = kind(field)
    if of not in ("money", "number"):
        return text
    plain = text.replace(",", "").removesuffix("元").removeprefix("¥").strip()
    try:
        number = float(plain)
    except ValueError:
        return text
    if not abs(number) < 10**12:
        return text
    number = round(number * 100) if of == "money" else number
    return int(number) if number == int(number) else number


def shown(field: str, value: object) -> str:
    """A value as somebody would write it."""
    if isinstance(value, list | tuple):
        return "、".join(shown(field, one) for one in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if kind(field) == "money" and isinstance(value, int | float):
        return f"{value / 100:.2f}".removesuffix(".00")
    return "" if value is None else str(value)

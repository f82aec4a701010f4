"""The machine checks that a step can be given, as two choices: of what sort, and of which."""

from collections.abc import Sequence
from dataclasses import dataclass

from ordertower_desktop.domain.condition import Condition, Count, Disagree, InStage, Not
from ordertower_desktop.domain.condition_reader import condition
from ordertower_desktop.domain.entry import Entry
from ordertower_desktop.domain.event import EVENT_NAMES
from ordertower_desktop.domain.snapshot import SOURCE_KIND_NAMES
from ordertower_desktop.domain.stage import STAGE_NAMES
from ordertower_desktop.domain.step_check import Answers, Knows, Moved, as_text, check_of

NONE, OWN = "", "own"
SORTS = (
    (NONE, "人工打勾"),
    ("answers", "系统恢复应答"),
    ("knows", "系统收到这一单"),
    ("moved", "订单进到下一阶段"),
    ("stage", "订单到了这些阶段"),
    ("event", "发生过这件事"),
    ("agree", "各系统说法一致"),
)
SOURCES = tuple((str(kind), name) for kind, name in SOURCE_KIND_NAMES.items())
STAGES = tuple((name, name) for name in STAGE_NAMES.values())
EVENTS = tuple(EVENT_NAMES.items())
WHICH: dict[str, tuple[tuple[str, str], ...]] = {"answers": SOURCES, "knows": SOURCES, "stage": STAGES, "event": EVENTS}
"""Sort -> what can be chosen of it; the other sorts stand for themselves."""
USUAL = {"answers": ("erp",), "knows": ("erp",), "stage": ("在途", "已签收"), "event": ("written_back",)}
"""What is chosen when nobody has chosen yet."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """`sort` is OWN for a check that only a file can say; it stays as it is."""

    sort: str
    which: tuple[str, ...] = ()


def chosen(check: str) -> Chosen:
    """How a step's check stands in the two choices."""
    if not check:
        return Chosen(NONE)
    match check_of(check):
        case Answers(kind):
            return Chosen("answers", (str(kind),))
        case Knows(kind):
            return Chosen("knows", (str(kind),))
        case Moved():
            return Chosen("moved")
        case Not(Disagree("any")):
            return Chosen("agree")
        case Count(event, 1, None, "") if event in EVENT_NAMES:
            return Chosen("event", (event,))
        case InStage() as wanted if (stages := stages_of(wanted)) is not None:
            return Chosen("stage", stages)
        case _:
            return Chosen(OWN)


def made(sort: str, which: Sequence[str] = ()) -> str:
    """The check as a step keeps it."""
    picked = tuple(which) or USUAL.get(sort, ())
    tables: dict[str, dict[str, object]] = {
        "answers": {"answers": picked[0] if picked else ""},
        "knows": {"knows": picked[0] if picked else ""},
        "moved": {"moved": True},
        "stage": {"stage": list(picked)},
        "event": {"event": picked[0] if picked else "", "count_at_least": 1},
        "agree": {"not": {"disagree": "any"}},
    }
    return as_text(tables[sort]) if sort in tables else ""


def stages_of(wanted: Condition | None) -> tuple[str, ...] | None:
    """The stages that a condition asks for and nothing else; None where it asks for more. No condition asks for none."""
    if wanted is None:
        return ()
    if not isinstance(wanted, InStage) or wanted.facts:
        return None
    return tuple(name for stage, name in STAGE_NAMES.items() if stage in wanted.stages)


def in_stages(names: Sequence[str]) -> Condition | None:
    """The condition that the order stands on one of these."""
    return condition(Entry({"stage": list(names)}, "适用阶段")) if names else None

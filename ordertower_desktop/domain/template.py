"""Which playbook a case opens: by what broke, else by what sort of trouble it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ordertower_desktop.domain.cause import CauseKey
from ordertower_desktop.domain.condition import Condition
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.playbook import Playbook
from ordertower_desktop.domain.truth import Context, check


@dataclass(frozen=True, slots=True)
class Template:
    """A playbook with the causes and kinds that it is for; `when` narrows them further."""

    playbook: Playbook
    causes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A case that looks for its playbook: its cause, the kind that names it, its order and the moment."""

    cause: str
    kind: str
    order: Order
    now: datetime


def chosen(templates: Iterable[Template], asked: Question, context: Context) -> Template | None:
    """The first template for the cause, else for the kind, else the one for an unknown cause; None where the floor has none of them."""
    fitting = [one for one in templates if one.when is None or check(one.when, context)(asked.order, asked.now).value]
    by_cause = [one for one in fitting if asked.cause in one.causes and asked.cause != CauseKey.UNKNOWN]
    by_kind = [one for one in fitting if asked.kind in one.kinds]
    general = [one for one in fitting if CauseKey.UNKNOWN in one.causes]
    return next(iter((*by_cause, *by_kind, *general)), None)

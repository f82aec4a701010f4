"""How much work a case still is (S42), and which of the parallel groups works on it (S41)."""

from datetime import timedelta
from math import ceil

from ordertower_desktop.domain.case import Case
from ordertower_desktop.domain.cause import CauseKey
from ordertower_desktop.domain.playbook import standing
from ordertower_desktop.domain.priority import STAKES, Stakes

JUST_CLOSE = timedelta(minutes=1)
MINUTE = timedelta(minutes=1)
AUTO, ADDRESS, PAYMENT = "A", "B", "C"
ADDRESS_KINDS = frozenset({"address", "order_edits", "data_conflict"})
PAYMENT_KINDS = frozenset({"payment", "amount", "refund_stuck", "refund_intercept"})
AUTO_CAUSES = frozenset({str(CauseKey.SYSTEM_GAP), str(CauseKey.WRITE_BACK_FAILED)})


def minutes_left(case: Case, cause: str, stakes: Stakes = STAKES) -> int:
    """What is left to do, in minutes: nothing but the closing where every verdict has cleared, else the open steps, else the usual."""
    if not case.active:
        return ceil(JUST_CLOSE / MINUTE)
    steps = [one.step.expected for one in standing(case.run) if one.ended is None] if case.run else []
    return ceil((sum(steps, timedelta()) if steps else stakes.effort(cause)) / MINUTE)


def group(kind: str, cause: str) -> str:
    """A, B or C: what machines can put right, addresses, payments; nothing for what none of them works on."""
    if kind in ADDRESS_KINDS:
        return ADDRESS
    if kind in PAYMENT_KINDS:
        return PAYMENT
    return AUTO if cause in AUTO_CAUSES else ""

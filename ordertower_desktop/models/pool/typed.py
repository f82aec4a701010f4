"""What the search box says, as a filter; and a filter's time in words."""

from datetime import datetime

import msgspec

from ordertower_desktop.domain.period import TIME_NAMES, OrderTime, label, spell
from ordertower_desktop.domain.period_reader import find
from ordertower_desktop.models.pool.filters import Filter, period


def typed(words: str, base: Filter, now: datetime) -> tuple[Filter, str]:
    """(every row of `base` that says the words and lies in the time among them, open or not; why a time was not understood)."""
    sought = find(words, now)
    time, within = (str(sought.asked.which), spell(sought.asked.period)) if sought.asked else (base.time, base.within)
    return msgspec.structs.replace(base, state="all", text=sought.words, time=time, within=within), sought.hint


def time_words(wanted: Filter, now: datetime) -> str:
    """`付款 昨天 09:00~12:00`; what cannot be read is shown as it is kept."""
    if not wanted.within:
        return ""
    meant = period(wanted, now)
    name = TIME_NAMES[OrderTime(wanted.time)].removesuffix("时间") if wanted.time in set(OrderTime) else wanted.time
    return f"{name} {label(meant, now) if meant else wanted.within}".strip()

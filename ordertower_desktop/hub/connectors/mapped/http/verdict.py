"""What an answer means: the file's own rules first, then what HTTP itself says."""

import contextlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from ordertower_desktop.hub.connectors.mapped.http.ask import Answer
from ordertower_desktop.hub.connectors.mapped.spec.mapping import Errors, Means, Trait
from ordertower_desktop.hub.connectors.sheets.cells.text import Bad, scrub, tidy

WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`code` is short and stable, `said` the system's own words, `wait` how long to leave it alone."""

    means: Means
    code: str = ""
    said: str = ""
    wait: timedelta = WAIT


def judged(answer: Answer, errors: Errors, *, now: datetime) -> Verdict:
    """The verdict on an answer."""
    rule = next((rule for rule in errors.rules if holds(rule.trait, answer)), None)
    means = rule.means if rule else _by_status(answer)
    if means is Means.OK:
        return Verdict(means)
    code = str(_found(rule.trait.path, answer.body))[:32] if rule and rule.trait.path else str(answer.status)
    return Verdict(means, code, words(answer, errors), _wait(answer, errors, now))


def holds(trait: Trait, answer: Answer) -> bool:
    """Whether this is seen in the answer."""
    if trait.status is not None and answer.status != trait.status:
        return False
    if trait.path is None:
        return trait.status is not None
    if answer.body is None or (
        trait.negated and answer.status >= 400
    ):  # where HTTP itself says what is wrong, it knows more than "not good"
        return False
    value = _found(trait.path, answer.body)
    if trait.pattern:
        return isinstance(value, str) and re.search(trait.pattern, value) is not None
    return (word(value) in trait.wanted) is not trait.negated


def word(value: Any) -> str:
    """A value as a rule compares it: 0 and "0" are one word, nothing is `null`."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)


def _by_status(answer: Answer) -> Means:
    match answer.status:
        case 401:
            return Means.AUTH
        case 403:
            return Means.DENIED
        case 404 | 410:
            return Means.NOT_FOUND
        case 429 | 503:
            return Means.SLOW_DOWN
        case status if status >= 500 or status in (408, 425):
            return Means.RETRY
        case status if status >= 300:
            return Means.REFUSED
        case _:
            return Means.RETRY if answer.broken else Means.OK


def words(answer: Answer, errors: Errors) -> str:
    """The system's own words for what is wrong."""
    told = answer.broken or _found(errors.message, answer.body)
    return scrub(tidy(told))[:160] if isinstance(told, str) else ""


def _found(path: Any, body: Any) -> Any:
    with contextlib.suppress(Bad):
        return path.find(body)
    return None


def _wait(answer: Answer, errors: Errors, now: datetime) -> timedelta:
    """What the header or the body asks for; a few seconds where neither does."""
    asked = answer.headers.get("retry-after", "")
    with contextlib.suppress(ValueError, TypeError, OverflowError):
        if asked and not asked.strip().isdigit():
            return _within(parsedate_to_datetime(asked).astimezone(UTC) - (answer.at or now))
        told = asked or (_found(errors.wait, answer.body) if errors.wait else None)
        if told is not None:
            return _within(timedelta(seconds=float(told)))
    return WAIT


def _within(span: timedelta) -> timedelta:
    return min(max(span, timedelta()), LONGEST_WAIT)

"""What lateness costs while somebody edits it: each figure by a key, as it is typed and as it reads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from ordertower_desktop.domain.stakewords import differences, platform_name
from ordertower_desktop.wire.codec import Malformed, convert, encode
from ordertower_desktop.wire.stakes import HAND_NAMES, PenaltyBody, StakesBody, factor_name, stakes_body, stakes_of

CENT = Decimal("0.01")


def _number(words: str, unit: str) -> Decimal:
    try:
        found = Decimal(words.replace(",", "").removesuffix(unit).strip())
    except InvalidOperation:
        raise ValueError from None
    if not found.is_finite():
        raise ValueError
    return found


def _percent(words: str) -> float:
    return float(_number(words, "%") / 100)


def _fen(words: str) -> int:
    return int((_number(words.removeprefix("¥"), "元") * 100).quantize(Decimal(1)))


def _whole(words: str) -> int:
    found = _number(words, "分")
    if found != int(found):
        raise ValueError
    return int(found)


Sort = tuple[Callable[[str], Any], Callable[[Any], str], str]
"""How it is read, how it is written, and what it should look like."""
PERCENT: Sort = (_percent, lambda share: f"{Decimal(str(share)) * 100:.2f}".rstrip("0").rstrip("."), "百分数，例如 2.5")
CAP: Sort = (lambda words: _fen(words) if words.strip() else 0, lambda fen: f"{fen / 100:g}" if fen else "", "元数，不限就空着")
YUAN: Sort = (_fen, lambda fen: f"{fen / 100:g}", "元数，例如 3 或 0.5")
MINUTES: Sort = (_whole, str, "整分钟数，例如 9")
TIMES: Sort = (lambda words: float(_number(words, "倍")), lambda times: f"{times:g}", "倍数，例如 2.5")
DAY: Sort = (date.fromisoformat, lambda day: day if isinstance(day, str) else day.isoformat(), "日期，例如 2026-11-01")
WORDS: Sort = (str.strip, str, "")
SORTS: Mapping[str, Sort] = {
    "share": PERCENT, "lost_share": PERCENT, "complaint_chance": PERCENT, "least": YUAN, "most": CAP, "hour": YUAN, "complaint": YUAN,
    "fade": MINUTES, "efforts": MINUTES, "factors": TIMES, "as_of": DAY, "platform": WORDS, "source": WORDS, "trust": WORDS,
}  # fmt: skip
NAMES = {
    "share": "按货款", "lost_share": "每小时退款与流失", "complaint_chance": "每小时投诉的可能", "least": "最低", "most": "最高",
    "hour": "之后每小时", "complaint": "每起投诉", "fade": "提前多久算进来", "as_of": "截至", "platform": "平台", "source": "依据",
    "trust": "可信",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StakesDraft:
    """`base` is the text as the hub holds it in `version`. `unread`: key -> what was typed there and is no value."""

    base: StakesBody
    version: int
    body: StakesBody
    unread: tuple[tuple[str, str], ...] = ()

    @property
    def touched(self) -> bool:
        return bool(self.unread) or self.body != self.base

    @property
    def fault(self) -> str:
        """Why it cannot be saved like this; empty when it can."""
        for key, typed in self.unread:
            return f"{self.name(key)}要写成{_sort(key)[2]}；“{typed[:20]}”读不懂"
        try:
            stakes_of(self.body)
        except Malformed as error:
            return str(error)
        return ""

    @property
    def changes(self) -> tuple[str, ...]:
        return () if self.fault else differences(stakes_of(self.base), stakes_of(self.body))

    def text(self) -> str:
        return encode(self.body).decode()

    def shown(self, key: str) -> str:
        """A figure as it stands in its field: `penalties.0.share`, `efforts.usual`, `fade`."""
        typed = dict(self.unread).get(key)
        if typed is not None:
            return typed
        found: Any = msgspec.to_builtins(self.body)
        for part in key.split("."):
            found = found[int(part)] if isinstance(found, list) else found.get(part, _unsaid(part))
        return _sort(key)[1](found)

    def typed(self, key: str, words: str) -> "StakesDraft":
        """The draft after somebody typed there."""
        rest = tuple(one for one in self.unread if one[0] != key)
        try:
            value = _sort(key)[0](words)
        except ValueError:
            return replace(self, unread=(*rest, (key, words)))
        whole: Any = msgspec.to_builtins(self.body)
        found, *last = whole, *key.split(".")
        for part in last[:-1]:
            found = found[int(part)] if isinstance(found, list) else found[part]
        found[last[-1]] = value
        return replace(self, body=convert(whole, StakesBody), unread=rest)

    def name(self, key: str) -> str:
        """What a figure is called: `抖音：按货款`."""
        first, *rest = key.split(".")
        match first:
            case "penalties":
                return f"{platform_name(self.body.penalties[int(rest[0])].platform)}：{NAMES[rest[1]]}"
            case "factors":
                return factor_name(rest[0])
            case "efforts":
                return f"{HAND_NAMES.get(rest[0], rest[0])}处理一单"
            case _:
                return NAMES[first]

    def added(self, platform: str, today: date) -> "StakesDraft":
        """One more platform, charged nothing yet, above the line for all others."""
        lines = list(self.body.penalties)
        place = len(lines) - 1 if lines and not lines[-1].platform else len(lines)
        return self._lines([*lines[:place], PenaltyBody(platform, as_of=today), *lines[place:]])

    def removed(self, place: int) -> "StakesDraft":
        return self._lines([one for i, one in enumerate(self.body.penalties) if i != place])

    def taken(self, content: Mapping[str, object]) -> "StakesDraft":
        """As it was in another version."""
        return replace(self, body=whole(content), unread=())

    def _lines(self, lines: list[PenaltyBody]) -> "StakesDraft":
        """What could not be read in a line is let go of: its place may be another's now."""
        kept = tuple(one for one in self.unread if not one[0].startswith("penalties."))
        return replace(self, body=msgspec.structs.replace(self.body, penalties=lines), unread=kept)


def whole(content: object) -> StakesBody:
    """A text with every figure written out."""
    return stakes_body(stakes_of(convert(content or {}, StakesBody)))


def _sort(key: str) -> Sort:
    first, *rest = key.split(".")
    return SORTS[rest[-1] if first == "penalties" else first]


def _unsaid(part: str) -> Any:
    """What a line leaves out because it is as usual."""
    return msgspec.to_builtins({name: getattr(PenaltyBody(""), name) for name in PenaltyBody.__struct_fields__}).get(part, "")

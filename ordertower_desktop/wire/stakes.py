"""What lateness costs, as a floor writes it: platforms' charges, the floor's own estimates, and an edit of them on trial."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from ordertower_desktop.domain.cause import CAUSE_NAMES
from ordertower_desktop.domain.fieldname import TAG_NAMES
from ordertower_desktop.domain.penalty import PENALTIES, Penalty, Trust
from ordertower_desktop.domain.priority import FACTORS, MINUTE, STAKES, Stakes
from ordertower_desktop.domain.stakewords import platform_name
from ordertower_desktop.wire.codec import Malformed

MOST_LINES = 50
MOST_FEN = 100_000_00
MOST_TIMES = 100.0
LONGEST = 24 * 60
USUAL = "usual"
HAND_NAMES = {**{str(key): name for key, name in CAUSE_NAMES.items()}, USUAL: "其余"}
"""Whose handling takes how long: a cause, or everything else."""


class PenaltyBody(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A platform's charge for one late order, money in fen: `share` of its amount within `least` and `most`, `hour` for each hour more.

    `as_of` and `source` say where the figures are from, `trust` how sure they are; an empty platform stands for all others.
    """

    platform: str
    share: float = 0.0
    least: int = 0
    most: int = 0
    hour: int = 0
    as_of: date = date(2026, 11, 1)
    source: str = ""
    trust: Trust = Trust.ESTIMATE


def _shipped() -> list[PenaltyBody]:
    return [_line_body(one) for one in PENALTIES]


class StakesBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `/v1/stakes` reads and writes. `complaint` in fen, `fade` and `efforts` in minutes; what is not named is as it ships."""

    penalties: list[PenaltyBody] = msgspec.field(default_factory=_shipped)
    lost_share: float = STAKES.lost_share
    complaint: int = STAKES.complaint_fen
    complaint_chance: float = STAKES.complaint_chance
    fade: int = int(STAKES.fade / MINUTE)
    factors: dict[str, float] = msgspec.field(default_factory=lambda: {key: times for key, (_, times) in FACTORS.items()})
    efforts: dict[str, int] = msgspec.field(default_factory=lambda: stakes_body(STAKES).efforts)


class StakesOnTrial(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An edit, tried on every open case; `most` orders are wanted by name."""

    stakes: StakesBody
    most: int = 12


class Restaked(msgspec.Struct, frozen=True, omit_defaults=True):
    """A case whose place by loss would be another: fen an hour and place (from 1), before and after."""

    order: str
    platform_name: str
    was_fen: int
    will_fen: int
    was_place: int
    will_place: int


class StakesTrial(msgspec.Struct, frozen=True, omit_defaults=True):
    """Of `judged` open cases together: fen an hour before and after, how many would stand elsewhere, and those that move furthest."""

    at: datetime
    judged: int
    was_fen: int
    will_fen: int
    moved: int
    orders: list[Restaked]


class StakesChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """A version: `says` tells what it changed, `content` is what was in force from then on."""

    version: int
    at: datetime
    by: str
    by_name: str
    why: str
    says: list[str]
    content: dict[str, Any] = {}


def stakes_of(body: StakesBody) -> Stakes:
    """The values that a text means; raises `Malformed` in words."""
    platforms = [one.platform for one in body.penalties]
    if len(platforms) > MOST_LINES:
        raise Malformed(f"平台赔付最多 {MOST_LINES} 行，收到 {len(platforms)}")
    if twice := next((one for one in platforms if platforms.count(one) > 1), None):
        raise Malformed(f"平台 {twice[:40]} 写了两行，请并成一行")
    _share("每小时退款与流失", body.lost_share)
    _share("每小时投诉的可能", body.complaint_chance)
    _fen("每起投诉", body.complaint)
    for key, times in body.factors.items():
        if not 0 < times <= MOST_TIMES:
            raise Malformed(f"{factor_name(key)}：倍数要大于 0，最多 {MOST_TIMES:g}，收到 {times:g}")
    for key, minutes in {**body.efforts, "fade": body.fade}.items():
        if key not in HAND_NAMES and key != "fade":
            raise Malformed(f"没有 {key[:40]} 这种原因，可用 {'、'.join(HAND_NAMES)}")
        if not 1 <= minutes <= LONGEST:
            raise Malformed(f"{HAND_NAMES.get(key, '提前多久算进来')}：要在 1 到 {LONGEST} 分钟之间，收到 {minutes}")
    efforts = {key: timedelta(minutes=minutes) for key, minutes in body.efforts.items()}
    return Stakes(
        penalties=tuple(_line(one) for one in body.penalties),
        lost_share=body.lost_share,
        complaint_fen=body.complaint,
        complaint_chance=body.complaint_chance,
        fade=body.fade * MINUTE,
        factors={key: (factor_name(key), times) for key, times in body.factors.items()},
        efforts={key: one for key, one in efforts.items() if key != USUAL},
        usual_effort=efforts.get(USUAL, STAKES.usual_effort),
    )


def stakes_body(made: Stakes) -> StakesBody:
    """Everything written out."""
    efforts = {str(key): int(one / MINUTE) for key, one in made.efforts.items()} | {USUAL: int(made.usual_effort / MINUTE)}
    factors = {key: times for key, (_, times) in made.factors.items()}
    return StakesBody(
        [_line_body(one) for one in made.penalties], made.lost_share, made.complaint_fen, made.complaint_chance,
        int(made.fade / MINUTE), factors, efforts,
    )  # fmt: skip


def factor_name(key: str, names: Mapping[str, str] = TAG_NAMES) -> str:
    """A tag or an event of customers as people call it; a tag of the house's own is called as it is written."""
    return FACTORS[key][0] if key in FACTORS else names.get(key, key[:40])


def _line(one: PenaltyBody) -> Penalty:
    name = platform_name(one.platform)
    _share(f"{name}：按货款", one.share)
    for words, fen in (("最低", one.least), ("最高", one.most), ("之后每小时", one.hour)):
        _fen(f"{name}：{words}", fen)
    if one.most and one.most < one.least:
        raise Malformed(f"{name}：最高 ¥{one.most / 100:g} 比最低 ¥{one.least / 100:g} 还小")
    return Penalty(one.platform, one.share, one.least, one.most, one.hour, one.as_of, one.source, one.trust)


def _line_body(one: Penalty) -> PenaltyBody:
    return PenaltyBody(one.platform, one.share, one.least_fen, one.most_fen, one.hour_fen, one.as_of, one.source, one.trust)


def _share(what: str, share: float) -> None:
    if not 0 <= share <= 1:
        raise Malformed(f"{what}：要在 0 到 100% 之间，收到 {share:.0%}")


def _fen(what: str, fen: int) -> None:
    if not 0 <= fen <= MOST_FEN:
        raise Malformed(f"{what}：要在 0 到 {MOST_FEN // 100:,} 元之间，收到 {fen / 100:g}")

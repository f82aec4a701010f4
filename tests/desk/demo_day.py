"""The day of the pictures, for tests and pictures of the replay: its curve, landmarks, figures and questions, and a hub in the hand."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from ordertower_desktop.domain.landmark import Landmark, Turning
from ordertower_desktop.domain.link import Link
from ordertower_desktop.insight.postmortem import figures, questions
from ordertower_desktop.insight.postmortem.answer import Day, LateNews, Unheard
from ordertower_desktop.insight.postmortem.episode import Episode, HandOver
from ordertower_desktop.insight.postmortem.figures import Window
from ordertower_desktop.insight.postmortem.health import FORMULA, Seen, health
from ordertower_desktop.models.replay.drafting import Drafting
from ordertower_desktop.models.replay.film import Film
from ordertower_desktop.models.replay.thenpool import ThenPool
from ordertower_desktop.sync.trouble import Refused
from ordertower_desktop.wire.board import Board
from ordertower_desktop.wire.replay import DayLine, DayPage, Days, Filed, Incident, Minute, PoolPage, Words
from tests.desk.demo_board import board
from tests.desk.demo_rows import rows

DAY = date(2025, 11, 12)
SINCE = datetime(2025, 11, 11, 16, 0, tzinfo=UTC)
NOW = SINCE + timedelta(hours=14, minutes=32, seconds=8)
SILENT = SINCE + timedelta(hours=9, minutes=42)
NAMES = ("赵一鸣", "林晓", "周凯", "何静", "孙悦")
LINKS = ((Link.TO_ERP, 92), (Link.TO_WMS, 31), (Link.TO_CARRIER, 41), (Link.TO_PLATFORM, 22))


def landmarks() -> list[Landmark]:
    return [
        Landmark(SINCE + timedelta(hours=0, minutes=4), Turning.BURST, "", "集中超时：9 分内 31 单", grave=True),
        Landmark(SINCE + timedelta(hours=8, minutes=5), Turning.RULE, "rules", "规则 第 7 版：大促放宽（李婷）"),
        Landmark(SILENT, Turning.SOURCE, "erp", "ERP 拒绝访问（401）", grave=True),
        Landmark(SINCE + timedelta(hours=10, minutes=31), Turning.LEVEL, "2", "升二级响应：今日超时 51 单"),
        Landmark(SINCE + timedelta(hours=11, minutes=20), Turning.IMPORT, "i1", "导入 拼多多1112.xlsx，364 个新订单"),
    ]


def episodes() -> Iterator[Episode]:
    number = 0
    for place, (link, count) in enumerate(LINKS):
        for i in range(count):
            number += 1
            breached = SILENT + timedelta(minutes=8 + place * 21 + i * 2)
            who = NAMES[number % 5]
            opened = breached - timedelta(minutes=number % 60)
            taken = max(opened + timedelta(minutes=2), breached + timedelta(minutes=(number * 7) % 90 - 20)) if number % 3 else None
            yield Episode(
                f"c{number}", f"31158{number:08}", "accept_overdue", link, opened, ("R02",),
                breached, who, taken, NAMES[(number + 1) % 5] if taken else "",
                taken + timedelta(minutes=40) if taken and number % 2 else None, NAMES[(number + 1) % 5] if taken and number % 2 else "",
                (HandOver(breached + timedelta(minutes=15), who, asked=number % 4 == 0),) if number % 6 == 0 else (),
            )  # fmt: skip


def page(incident: Incident | None = None) -> DayPage:
    window, held = Window(SINCE, NOW), list(episodes())
    news = [LateNews("wms", "WMS", 41, timedelta(minutes=18), timedelta(minutes=95), SILENT, "3115800000007", "出库")]
    missed = [Unheard(SILENT + timedelta(minutes=9), "短信提醒责任人", "3115800000001", "短信没有接通")]
    told = Day(held, landmarks(), news, missed, 3, {e.order: "ERP 未收单 · 401" for e in held if e.link is Link.TO_ERP})
    answers = questions.drafted(told, window)
    curve = [Minute(SINCE + timedelta(minutes=m), _open(m), 60 + m // 7, m // 5, 2 if m > 630 else 1) for m in range(873)]
    late = [(SILENT + timedelta(minutes=i), SILENT + timedelta(minutes=60 + i)) for i in range(41)]
    return DayPage(
        day=DAY, since=SINCE, until=NOW + timedelta(microseconds=1), now=NOW, first=SINCE, curve=curve, landmarks=landmarks(),
        total=figures.total(held, window), links=figures.by_link(held, window), people=figures.by_person(held, window),
        health=health(Seen(2900, 186, 420, 610)), healths=[(DAY - timedelta(days=9 - i), score) for i, score in
        enumerate((88, 91, 93, 90, 94, 86, 85, 82, 79))] + [(DAY, health(Seen(2900, 186, 420, 610)).score)], formula=FORMULA,
        answers=answers, actions=questions.actions(answers, landmarks()), late=late, incident=incident,
    )  # fmt: skip


def _open(minute: int) -> int:
    """Up with the night's orders until eight, down from then on."""
    return 1400 + minute * 4 if minute < 480 else 3320 - (minute - 480) * 3


def board_at(at: datetime) -> Board:
    """The board of a moment: the story's, with fewer in the first segment before the ERP fell silent."""
    whole, share = board(), min(1.0, max(0.2, (at - SINCE) / (NOW - SINCE)))
    stages = [replace(one, open=round(one.open * (share if one.key == "accept" else 2 - share))) for one in whole.stages]
    count = _open(int((at - SINCE) / timedelta(minutes=1)))
    return replace(whole, at=at, open=count, breached_today=round(186 * share), unowned=round(386 * share), stages=stages)


class HubInHand:
    """Answers what film and drafting ask, at once unless `slow`; `asked` remembers."""

    def __init__(self, film: Film, drafting: Drafting, pool: ThenPool) -> None:
        self.film, self.drafting, self.pool = film, drafting, pool
        self.asked: list[tuple[str, list[Any]]] = []
        self.slow: list[tuple[str, list[Any]]] | None = None
        self.incident: Incident | None = None
        film.question.connect(self.take)
        drafting.question.connect(self.take)
        pool.question.connect(self.take)

    def take(self, what: str, values: list[Any]) -> None:
        self.asked.append((what, values))
        if self.slow is not None:
            self.slow.append((what, values))
        else:
            self.answer(what, values)

    def answer(self, what: str, values: list[Any]) -> None:
        match what:
            case "days":
                lines = [DayLine(DAY, 2, 186, 3320, "ERP 断连" if self.incident else ""), DayLine(DAY - timedelta(days=1), 1, 12, 900)]
                self.film.answered("days", Days(SINCE, NOW, lines))
            case "day":
                self.film.answered("day", page(self.incident))
            case "board":
                self.film.answered("board", board_at(values[0]))
            case "pool_at":
                held = rows()[:60] if values[1] == "known" else rows()[:41]
                self.pool.answered(PoolPage(held, 2560 if values[1] == "known" else 2519, "60", values[0]))
            case _:
                self.drafting.answered(self.save(*values))

    def save(self, day: str, words: Words, *, who: str = "李婷") -> Incident | Refused:
        known = self.incident.version if self.incident else 0
        if words.base != known and self.incident is not None:
            return Refused(f"{self.incident.by_name} 刚存了第 {known} 版，请先看过再改", status=409, type="conflict")
        made = page()
        answers = [replace(one, text=words.answers.get(one.key, one.text)) for one in made.answers]
        filed = Filed(words.title, answers, words.actions, made.health, made.total, made.links, made.people)
        self.incident = Incident(day, known + 1, "li", who, NOW, filed)
        return self.incident

"""The floor's members and posts, and a hub in the hand that answers their page."""

from datetime import timedelta
from typing import Any

from ordertower_desktop.domain.post import with_post
from ordertower_desktop.domain.postwords import differences
from ordertower_desktop.domain.presets import PRESETS
from ordertower_desktop.models.members.auditbook import AuditBook
from ordertower_desktop.models.members.crew import Crew
from ordertower_desktop.wire.audit import AuditLine, AuditPage, Verified
from ordertower_desktop.wire.crisis import GrantBody, GrantRow
from ordertower_desktop.wire.posts import PostChange, PostRow, post, post_row
from ordertower_desktop.wire.rows import PersonRow
from ordertower_desktop.wire.rules import RulesInForce
from tests.desk.demo_chains import PEOPLE, Refused
from tests.desk.demo_rows import NOW


class HubInHand:
    """Keeps people, posts and grants as a hub would; `trouble` is answered to the next question instead."""

    def __init__(self, crew: Crew) -> None:
        self.crew = crew
        self.people: dict[str, PersonRow] = dict(PEOPLE)
        self.posts = dict(PRESETS)
        self.past = [PostChange(1, NOW - timedelta(days=3), "系统", "出厂设置", ["出厂设置"])]
        until = NOW + timedelta(hours=4)
        self.grants = [GrantRow("g1", "zhao", "赵一鸣", "supervisor", "双11 晚班没有主管", "李婷", NOW, until, "running")]
        self.asked: list[tuple[str, list[Any]]] = []
        self.trouble = ""
        crew.question.connect(self._question)

    def open(self, role: str = "supervisor", link: str = "online") -> None:
        self.crew.show_people(self.people)
        self.crew.take(self.rows(), [])
        self.crew.show_state(role, link, "li")
        self.crew.open()

    def rows(self) -> list[PostRow]:
        return [post_row(one, version=len(self.past), place=place) for place, one in enumerate(self.posts.values())]

    def _question(self, what: str, values: list[Any]) -> None:
        self.asked.append((what, values))
        if self.trouble:
            trouble, self.trouble = self.trouble, ""
            self.crew.answered(what, Refused(trouble))
            return
        self.crew.answered(what, getattr(self, f"_{what}")(*values))

    def _grants(self) -> list[GrantRow]:
        return list(self.grants)

    def _post_changes(self) -> list[PostChange]:
        return list(reversed(self.past))

    def _person(self, body: dict[str, Any]) -> PersonRow:
        role = body.get("role") or str(self.posts[body["post"]].role)
        made = PersonRow(
            body["id"],
            body["name"],
            role,
            body["post"],
            body["presence"],
            body["backup"],
            body["limit"],
            body.get("disabled", False),
            warehouses=body.get("warehouses", []),
        )
        self.people[made.id] = made
        self.crew.show_people(self.people)
        return made

    def _invitation(self, _person: str) -> dict[str, Any]:
        return {"code": "7KQ2M9XR", "expires_at": None}

    def _lend(self, body: GrantBody) -> GrantRow:
        name = self.people[body.person].name
        made = GrantRow(body.id, body.person, name, "supervisor", body.why, "李婷", NOW, body.until, "running")
        self.grants.insert(0, made)
        return made

    def _take_back(self, grant: str) -> GrantRow:
        self.grants = [one for one in self.grants if one.id != grant]
        return GrantRow(grant, "zhao", "赵一鸣", "supervisor", "", "李婷", NOW, NOW, "withdrawn")

    def _save_post(self, body: Any, _base: int, why: str) -> RulesInForce:
        after = with_post(self.posts, post(body))
        self.past.append(PostChange(len(self.past) + 1, NOW, "李婷", why, list(differences(self.posts, after))))
        self.posts = after
        self.crew.take(self.rows(), [])
        return RulesInForce(len(self.past), "li", NOW)


LINES = (
    ("li", "posts_changed", "posts", "第 2 版 仓库负责人：手机号 不可见 → 打码"), ("li", "granted", "zhao", "主管，双11 晚班没有主管"),
    ("zhao", "resolve", "4418296013577823901#1", "done"), ("", "crisis_keep", "act-0001", "演练"),
    ("chen", "crisis_approve", "o", "批准补偿券 30 元"), ("he", "hand_over", "4418296013577823902#1", "conflict：赵一鸣 已接手"),
    ("li", "person", "zhou", "agent warehouse off"), ("", "import", "b41f", "淘宝订单.csv，新增 312 单"),
)  # fmt: skip


class LogInHand:
    """A log of `count` lines that begins anew with the same few; asked for like the hub's, 200 at a time."""

    def __init__(self, book: AuditBook, count: int = 450) -> None:
        self.book, self.asked, self.bad = book, list[list[Any]](), 0
        self.lines = [AuditLine(n, NOW - timedelta(minutes=count - n), *LINES[n % len(LINES)]) for n in range(1, count + 1)]
        book.question.connect(self._question)

    def _question(self, what: str, values: list[Any]) -> None:
        self.asked.append(values)
        if what == "verify_audit":
            why = f"第 {self.bad} 条的内容与封印不符" if self.bad else ""
            self.book.answered(what, Verified(not self.bad, len(self.lines), self.bad, why))
            return
        about, who, acts, _, before = values
        among = acts.split(",") if acts else None
        below = [one for one in reversed(self.lines) if not before or one.n < before]
        mine = [one for one in below if one.object.startswith(about) and who in ("", one.who)]
        found = [one for one in mine if among is None or one.what in among][:200]
        self.book.answered(what, AuditPage(found, str(found[-1].n) if len(found) == 200 else ""))

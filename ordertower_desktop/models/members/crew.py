"""Who is on the floor and on which post: what every desk holds by the feed, a post in hand that is not saved yet, and roles lent."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import QObject, Signal

from ordertower_desktop.domain.people import Role
from ordertower_desktop.domain.post import ROLE_NAMES, Post, clashes, faults, names, with_post
from ordertower_desktop.domain.postwords import one_changed
from ordertower_desktop.models.chain.asks import Asks
from ordertower_desktop.wire.crisis import GrantBody, GrantRow
from ordertower_desktop.wire.posts import PostChange, PostRow, post_body, post_of
from ordertower_desktop.wire.rows import PersonRow

RANKS = {"on": 0, "break": 1, "off": 2}
SUPERVISORS = ("supervisor", "admin")


class Crew(QObject):
    """`question(what, values)` goes to the hub, `told(hue, words)` to the person; `changed` after anything else."""

    question = Signal(str, list)
    told = Signal(str, str)
    changed = Signal()
    invited = Signal(str, str, object)
    """(name, code, until): shown once, never kept."""

    def __init__(self) -> None:
        super().__init__()
        self.people: dict[str, PersonRow] = {}
        self.posts: dict[str, Post] = {}
        self.version, self.role, self.link, self.me = 0, "", "starting", ""
        self.warehouses: Sequence[str] = ()
        """Those of the orders that this desk has in hand."""
        self.grants: Sequence[GrantRow] = ()
        self.past: Sequence[PostChange] = ()
        self.draft: Post | None = None
        self.base = 0
        self._places: dict[str, int] = {}
        self._asks = Asks(self.question.emit)

    # what comes in

    def show_people(self, people: Mapping[str, PersonRow]) -> None:
        if dict(people) != self.people:
            self.people = dict(people)
            self.changed.emit()

    def take(self, rows: Sequence[PostRow], gone: Sequence[str]) -> None:
        """Posts as the hub holds them now; a draft stays what somebody made of it."""
        self.posts |= {row.id: post_of(row) for row in rows}
        self._places |= {row.id: row.place for row in rows}
        for key in gone:
            self.posts.pop(key, None)
        self.posts = dict(sorted(self.posts.items(), key=lambda item: self._places.get(item[0], 99)))
        self.version = max([self.version, *(row.version for row in rows)])
        self.changed.emit()

    def show_state(self, role: str, link: str, me: str = "") -> None:
        if (role, link, me) != (self.role, self.link, self.me):
            self.role, self.link, self.me = role, link, me
            self.changed.emit()

    def forget(self) -> None:
        self.people, self.posts, self.version, self.grants, self.past, self.draft = {}, {}, 0, (), (), None
        self._asks.forget()
        self.changed.emit()

    @property
    def locked(self) -> str:
        """Why nothing can be changed now; empty when it can."""
        if self.role and self.role not in SUPERVISORS:
            return self.tr("成员和岗位由主管来改，这里可以看")
        return "" if self.link == "online" else self.tr("中枢连不上：可以看，修改要等连上")

    @property
    def names(self) -> Mapping[str, str]:
        return names(self.posts)

    def listed(self, words: str = "") -> list[PersonRow]:
        """On duty first, those who left last; `words` looks into names, posts and ids."""
        called = self.names
        found = [one for one in self.people.values() if words.lower() in f"{one.name} {called.get(one.post, '')} {one.id}".lower()]
        return sorted(found, key=lambda one: (one.disabled, RANKS.get(one.presence, 3), one.name))

    # people

    def open(self) -> None:
        """What the feed does not bring: roles lent, and the versions."""
        if self.link == "online":
            self._asks.ask("grants")
            self._asks.ask("post_changes")

    def save_person(self, body: Mapping[str, Any]) -> None:
        self._asks.ask("person", dict(body), about=body["name"])

    def invite(self, person: str) -> None:
        self._asks.ask("invitation", person, about=self.people[person].name)

    def lend(self, person: str, hours: int, why: str, now: datetime) -> None:
        self._asks.ask("lend", GrantBody(uuid.uuid4().hex, person, now + timedelta(hours=hours), why))

    def take_back(self, grant: str) -> None:
        self._asks.ask("take_back", grant)

    # posts

    def pick(self, key: str) -> None:
        """Another post in hand; what was changed of the one before and not saved is given up only when asked to."""
        if self.draft is None or not self.changes():
            self.draft, self.base = self.posts.get(key), self.version
            self.changed.emit()
        elif key != self.draft.id:
            self.told.emit("info", self.tr("“{0}”还有没保存的修改，先保存或放弃").format(self.draft.name))

    def edit(self, draft: Post) -> None:
        self.draft = draft
        self.changed.emit()

    def new(self) -> None:
        """A post of the floor's own, on the class that may least."""
        number = next(n for n in range(1, 100) if f"own_{n}" not in self.posts)
        self.draft, self.base = Post(f"own_{number}", self.tr("新岗位 {0}").format(number), Role.AGENT), 0
        self.changed.emit()

    def discard(self) -> None:
        key = self.draft.id if self.draft else ""
        self.draft = self.posts.get(key)
        self.base = self.version
        self.changed.emit()

    def changes(self) -> tuple[str, ...]:
        """What saving would change, in words."""
        if self.draft is None:
            return ()
        was = self.posts.get(self.draft.id)
        return one_changed(was, self.draft) if was else (self.tr("新增岗位“{0}”").format(self.draft.name),)

    def wrong(self) -> str:
        """Why the draft cannot be saved, as the hub would say it."""
        if self.draft is None:
            return ""
        return faults(self.draft) or clashes([*with_post(self.posts, self.draft).values()])

    def save(self, why: str) -> None:
        if self.draft is not None and self.changes() and not self.wrong() and not self.locked and not self.saving:
            self._asks.ask("save_post", post_body(self.draft), self.base, why, about=self.draft.name)
            self.changed.emit()

    @property
    def saving(self) -> bool:
        return self._asks.under_way("save_post")

    # what the hub answers

    def answered(self, what: str, answer: Any) -> None:
        about = self._asks.answered(what)
        if isinstance(answer, Exception):
            self.told.emit("warning", str(answer))
        else:
            self._take(what, answer, about)
        self._asks.go_on(what)
        self.changed.emit()

    def _take(self, what: str, answer: Any, about: Any) -> None:
        match what:
            case "grants":
                self.grants = answer
            case "post_changes":
                self.past = answer
            case "invitation":
                self.invited.emit(about, str(answer["code"]), answer.get("expires_at"))
            case "save_post":
                self.version = answer.version
                self.base = self.version
                if self.draft is not None:
                    self.posts = with_post(self.posts, self.draft)
                self.told.emit("ok", self.tr("“{0}”已生效，第 {1} 版").format(about, answer.version))
                self.open()
            case "person":
                self.told.emit("ok", self.tr("{0} 已保存").format(about))
            case _:
                self.open()


def role_word(role: str) -> str:
    """客服, 主管, 管理员."""
    return ROLE_NAMES[Role(role)] if role in list(Role) else role

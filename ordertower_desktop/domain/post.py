"""岗位: what a post is called, which orders come to it, what its people see, and what they may do within their class (S105)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from ordertower_desktop.domain.kind import kind_name
from ordertower_desktop.domain.people import POSTS, Actor, Role
from ordertower_desktop.domain.triage import POST_OF, TRIAGE_NAMES, Triage
from ordertower_desktop.domain.verb import ACTION_NAMES


class Field(StrEnum):
    """What can be kept from a post. 姓名 and 手机号 are those that the platform gives, which has masked them itself."""

    NAME = "name"
    PHONE = "phone"
    ADDRESS = "address"
    BUYER = "buyer"
    NOTES = "notes"
    AMOUNT = "amount"
    MONEY = "money"


class Sight(StrEnum):
    SHOWN = "shown"
    MASKED = "masked"
    HIDDEN = "hidden"


class May(StrEnum):
    """What a post may do; its class is the ceiling."""

    HANDLE = "handle"
    CLOSE = "close"
    NOTE = "note"
    SOURCES = "sources"
    IMPORT = "import"
    MONEY = "compensate"
    EXPORT = "export"
    RULES = "rules"
    PEOPLE = "people"
    AUDIT = "audit"
    REVEAL = "reveal"


FIELD_NAMES = {
    Field.NAME: "姓名", Field.PHONE: "手机号", Field.ADDRESS: "地址", Field.BUYER: "买家账号", Field.NOTES: "备注", Field.AMOUNT: "金额",
    Field.MONEY: "补偿",
}  # fmt: skip
SIGHT_NAMES = {Sight.SHOWN: "可见", Sight.MASKED: "打码", Sight.HIDDEN: "不可见"}
MAY_NAMES = {
    May.HANDLE: "处置", May.CLOSE: "结单", May.NOTE: "备注", May.SOURCES: "重取", May.IMPORT: "导入", May.MONEY: "补偿",
    May.EXPORT: "导出", May.RULES: "改规则", May.PEOPLE: "管成员", May.AUDIT: "看审计",
    May.REVEAL: "看明文",
}  # fmt: skip
ROLE_NAMES = {Role.AGENT: "客服", Role.SUPERVISOR: "主管", Role.ADMIN: "管理员", Role.DISPLAY: "大屏"}
RANK = {Role.DISPLAY: 0, Role.AGENT: 1, Role.SUPERVISOR: 2, Role.ADMIN: 3}
OF_SUPERVISOR = frozenset({May.EXPORT, May.RULES, May.PEOPLE, May.AUDIT})
CEILING = {
    Role.DISPLAY: frozenset[May](), Role.AGENT: frozenset(May) - OF_SUPERVISOR, Role.SUPERVISOR: frozenset(May), Role.ADMIN: frozenset(May),
}  # fmt: skip
"""Class -> everything that a post of it may be allowed."""
OF_WORD: Mapping[str, May] = dict.fromkeys(ACTION_NAMES, May.HANDLE) | {
    "resolve": May.CLOSE, "reopen": May.CLOSE, "archive": May.CLOSE, "note": May.NOTE, "report": May.NOTE, "waybill": May.HANDLE,
    "repull": May.SOURCES, "resync": May.SOURCES, "force": May.SOURCES,
}  # fmt: skip
"""An action's word -> what a post needs for it."""
LONGEST_NAME = 16


@dataclass(frozen=True, slots=True)
class Post:
    """A preset on a class. `lanes` and `kinds`: the new cases that come to it; what `sees` does not name is shown."""

    id: str
    name: str
    role: Role
    lanes: frozenset[Triage] = frozenset()
    kinds: frozenset[str] = frozenset()
    sees: Mapping[Field, Sight] = field(default_factory=dict)
    may: frozenset[May] = frozenset()

    def sight(self, of: Field) -> Sight:
        return self.sees.get(of, Sight.SHOWN)


def rights(actor: Actor, posts: Mapping[str, Post]) -> frozenset[May]:
    """What this person may do: the post's list, or all of the class where theirs is above the post's (a role that was lent)."""
    post = posts.get(actor.post)
    if post is None or RANK[actor.role] > RANK[post.role]:
        return CEILING[actor.role] | (post.may if post else frozenset())
    return post.may & CEILING[actor.role]


def refused(actor: Actor, act: May, posts: Mapping[str, Post]) -> str:
    """Why this person may not, as a sentence; empty where they may."""
    if act in rights(actor, posts):
        return ""
    post = posts.get(actor.post)
    return f"{post.name if post else ROLE_NAMES[actor.role]}岗位没有“{MAY_NAMES[act]}”这一项，请找主管在“成员与岗位”里开通"


def eyes(actor: Actor, posts: Mapping[str, Post]) -> Mapping[Field, Sight]:
    """What is kept from this person: only fields that are masked or hidden. A role that was lent changes nothing of it."""
    post = posts.get(actor.post)
    return {} if post is None else {of: sight for of, sight in post.sees.items() if sight is not Sight.SHOWN}


def post_for(lane: Triage, kind: str, posts: Mapping[str, Post]) -> str:
    """Who answers for a new case: the post that has its kind, else the one that has its lane (S27, S39)."""
    by_kind = next((post.id for post in posts.values() if kind in post.kinds), "")
    return by_kind or next((post.id for post in posts.values() if lane in post.lanes), POST_OF[lane])


def with_post(posts: Mapping[str, Post], new: Post) -> dict[str, Post]:
    """These posts with the new one in its place; the lanes and kinds that it takes, the others have no more."""
    return {
        key: new if key == new.id else replace(one, lanes=one.lanes - new.lanes, kinds=one.kinds - new.kinds)
        for key, one in {**posts, new.id: new}.items()
    }


def names(posts: Mapping[str, Post]) -> dict[str, str]:
    """Post -> its name on this floor."""
    return POSTS | {post.id: post.name for post in posts.values()}


def faults(post: Post) -> str:
    """Why a post cannot be as it is, as a sentence; empty when it can."""
    if not 1 <= len(post.name.strip()) <= LONGEST_NAME:
        return f"岗位名称要有 1 到 {LONGEST_NAME} 个字"
    if post.role is Role.DISPLAY:
        return f"岗位“{post.name}”：大屏不是岗位，请选客服、主管或管理员"
    if over := post.may - CEILING[post.role]:
        return f"岗位“{post.name}”是{ROLE_NAMES[post.role]}类，不能有“{'、'.join(MAY_NAMES[one] for one in May if one in over)}”"
    return ""


def clashes(posts: Collection[Post]) -> str:
    """Why these posts cannot stand beside each other; empty when they can."""
    seen: set[str] = set()
    for one in posts:
        if one.id in seen:
            return f"岗位编号 {one.id} 写了两次"
        seen.add(one.id)
    if gone := [name for key, name in POSTS.items() if key not in seen]:
        return f"岗位“{gone[0]}”是告警链和处置步骤要用的，可以改名，不能去掉"
    if not any(one.role is Role.ADMIN and May.PEOPLE in one.may for one in posts):
        return "要有一个管理员类的岗位能“管成员”，不然没有人能把岗位改回来"
    return _twice(posts)


def _twice(posts: Iterable[Post]) -> str:
    """A lane has exactly one post, a kind at most one, and a name stands for one post."""
    lanes = {str(lane): name for lane, name in TRIAGE_NAMES.items()}
    taken: dict[str, str] = {}
    for post in posts:
        if taken.setdefault(post.name, post.id) != post.id:
            return f"有两个岗位都叫“{post.name}”，请改其中一个"
        for one in sorted({*map(str, post.lanes), *post.kinds}):
            if (other := taken.setdefault(one, post.name)) != post.name:
                return f"“{lanes.get(one) or kind_name(one)}”已经归“{other}”，不能同时归“{post.name}”"
    free = [name for lane, name in lanes.items() if lane not in taken]
    return f"“{free[0]}”没有岗位来接，请在要接它的岗位上选" if free else ""

"""The forms of the members: somebody new or changed, disabled or enabled, and an invitation that is shown once."""

import re
from collections.abc import Sequence
from typing import Any

from pypinyin import lazy_pinyin
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from ordertower_desktop.models.members.crew import Crew
from ordertower_desktop.views.glass.ask import Ask
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.rows import PersonRow

SOME = 4
PRESENCES = [("on", "在岗"), ("break", "休息"), ("off", "离岗")]


class Member(Ask):
    """A member as they are, or somebody new. The class is the post's: whoever changes the post gets its class with it."""

    def __init__(self, theme: Theme, parent: QWidget, crew: Crew, known: PersonRow | None) -> None:
        title = parent.tr("修改 {0}").format(known.name) if known else parent.tr("加一位成员")
        effect = parent.tr("换岗位会连同权限类一起换，已登录的设备要重新登录") if known else parent.tr("保存后再发邀请码，本人凭邀请码登录")
        super().__init__(theme, parent, title, effect, parent.tr("保存"))
        self._crew, self._known = crew, known
        self.line("name", self.tr("姓名"))
        posts = [(post.id, post.name) for post in crew.posts.values()]
        self.choice("post", self.tr("岗位"), posts)
        self.choice("presence", self.tr("在岗"), PRESENCES)
        others = [(one.id, one.name) for one in crew.listed() if known is None or one.id != known.id]
        self.choice("backup", self.tr("备岗"), [("", self.tr("未设")), *others])
        self.line("limit", self.tr("同时处理上限"))
        self.line("warehouses", self.tr("只看这些仓"))
        self.need("name", "limit")
        start = known or PersonRow("", "", "agent", "agent")
        for field, value in (("name", start.name), ("post", start.post), ("presence", start.presence), ("backup", start.backup)):
            self._set(field, value)
        self._set("limit", str(start.limit))
        self._set("warehouses", "、".join(start.warehouses))
        self._among(crew.warehouses)

    def _set(self, name: str, value: str) -> None:
        match self._fields[name]:
            case QLineEdit() as line:
                line.setText(value)
            case QComboBox() as box:
                box.setCurrentIndex(max(0, box.findData(value)))
            case _:
                pass

    def _among(self, known: Sequence[str]) -> None:
        """Names as orders have them: one that is written otherwise would show nobody anything."""
        field = self._fields["warehouses"]
        if isinstance(field, QLineEdit):
            field.setPlaceholderText(self.tr("空着看全部，例如：{0}").format("、".join(known[:2]) or self.tr("杭州仓")))
            field.textChanged.connect(lambda: self._told(known))
            self._told(known)

    def _told(self, known: Sequence[str]) -> None:
        strange = [one for one in named(self.values()["warehouses"]) if known and one not in known]
        words = self.tr("在办的单里没有“{0}”这个仓，现有：{1}。写法要与订单上一致").format("、".join(strange), "、".join(known[:SOME]))
        self._hint.setText(words if strange else "")
        self._hint.setVisible(bool(strange))

    def accept(self) -> None:
        limit = self.values()["limit"]
        if not limit.isdigit() or not 1 <= int(limit) <= 1000:
            self._hint.setText(self.tr("同时处理上限要写 1 到 1000 的整数，现在是“{0}”").format(limit))
            self._hint.show()
            return
        super().accept()

    def body(self) -> dict[str, Any]:
        """As the hub takes it; without a role it gives the post's."""
        said: dict[str, Any] = {**self.values(), "limit": int(self.values()["limit"]), "warehouses": named(self.values()["warehouses"])}
        known = self._known
        if known is None:
            return said | {"id": key_of(said["name"], self._crew)}
        same = {"role": known.role} if said["post"] == known.post else {}
        return said | {"id": known.id, "disabled": known.disabled} | same


def named(text: str) -> list[str]:
    """Names as people write them beside each other."""
    return list(dict.fromkeys(one.strip() for one in re.split(r"[、，,;；\n]", text) if one.strip()))


def key_of(name: str, crew: Crew) -> str:
    """A short id from the name's sound that nobody has yet."""
    base = re.sub(r"[^a-z0-9]", "", "".join(lazy_pinyin(name)).lower())[:16] or "person"
    return base if base not in crew.people else next(f"{base}{n}" for n in range(2, 1000) if f"{base}{n}" not in crew.people)


def change(glass: Glass, crew: Crew, key: str) -> Ask:
    """The form of a member, saved when it is accepted."""
    made = Member(glass.theme, glass.shell, crew, crew.people.get(key))
    made.accepted.connect(lambda: crew.save_person(made.body()))
    return made


def turn(glass: Glass, crew: Crew, key: str) -> Ask:
    """Disable somebody, or let them in again."""
    known = crew.people[key]
    tr = glass.tr
    words = (
        (tr("启用 {0}").format(known.name), tr("启用后再发邀请码，本人才能登录"), tr("启用"))
        if known.disabled
        else (tr("停用 {0}").format(known.name), tr("全部登录立即失效，手里的单留在原处，请转派；记录都保留"), tr("停用"))
    )
    made = Ask(glass.theme, glass.shell, *words)
    body = {
        "id": known.id, "name": known.name, "role": known.role, "post": known.post, "backup": known.backup, "limit": known.limit,
        "presence": "off", "disabled": not known.disabled,
    }  # fmt: skip
    made.accepted.connect(lambda: crew.save_person(body))
    return made


class Invitation(Ask):
    """A code to be told to one person, once."""

    def __init__(self, theme: Theme, parent: QWidget, name: str, code: str) -> None:
        effect = parent.tr("告诉本人：欢迎页选“连接中枢”，填中枢地址和下面这串码。两天内有效，只能用一次；关掉就不再显示")
        super().__init__(theme, parent, parent.tr("{0} 的邀请码").format(name), effect, parent.tr("复制"))
        self.line("code", self.tr("邀请码"))
        field = self._fields["code"]
        if isinstance(field, QLineEdit):
            field.setText(code)
            field.setReadOnly(True)
            field.selectAll()
        self.accepted.connect(lambda: QGuiApplication.clipboard().setText(code))

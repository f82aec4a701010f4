"""The words on a day while they are written: begun from what the log drafted, or from what was saved last."""

from typing import Any

from PySide6.QtCore import QObject, Signal

from ordertower_desktop.wire.replay import Answer, DayPage, Incident, Words


class Drafting(QObject):
    """`question("save_incident", [day, words])`; `told(kind, words)` is a receipt or a trouble; `changed`: show it anew."""

    question = Signal(str, list)
    told = Signal(str, str)
    changed = Signal()
    reload_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.page: DayPage | None = None
        self.title, self.actions = "", ""
        self.answers: dict[str, str] = {}
        self.touched, self.saving, self.clash = False, False, ""

    @property
    def saved(self) -> Incident | None:
        return self.page.incident if self.page is not None else None

    @property
    def evidence(self) -> list[Answer]:
        """The questions with what they stand on: as it was when it was saved, else as the log gives it now."""
        if self.page is None:
            return []
        return self.saved.filed.answers if self.saved is not None else self.page.answers

    def show_day(self, page: DayPage | None) -> None:
        """Another day begins anew; the same one keeps what is being written."""
        same = page is not None and self.page is not None and page.day == self.page.day
        self.page = page
        if not (same and self.touched):
            self.begin()
        self.changed.emit()

    def begin(self) -> None:
        """What was saved last, or what the log drafted; whatever was typed is let go."""
        self.touched, self.clash, self.saving = False, "", False
        filed = self.saved.filed if self.saved is not None else None
        self.title = filed.title if filed else ""
        self.actions = "\n".join(filed.actions if filed else self.page.actions if self.page else [])
        self.answers = {one.key: one.text for one in self.evidence}

    def write(self, key: str, words: str) -> None:
        """`title`, `actions`, or an answer's key."""
        before = self.title, self.actions, dict(self.answers)
        if key == "title":
            self.title = words
        elif key == "actions":
            self.actions = words
        else:
            self.answers[key] = words
        self.touched = self.touched or before != (self.title, self.actions, self.answers)

    def save(self) -> None:
        """Into the archive; a title is needed, the rest may stand as it was drafted."""
        if self.page is None or self.saving:
            return
        if not self.title.strip():
            self.told.emit("warning", "请先给这次事件写一个标题")
            return
        actions = [line.strip() for line in self.actions.splitlines() if line.strip()]
        base = self.saved.version if self.saved is not None else 0
        self.saving = True
        self.question.emit("save_incident", [self.page.day.isoformat(), Words(self.title.strip(), dict(self.answers), actions, base)])
        self.changed.emit()

    def answered(self, answer: Any) -> None:
        """Saved, or why not; what was typed is never lost by a refusal."""
        self.saving = False
        if isinstance(answer, Exception):
            self.told.emit("warning", f"没有存成：{answer}")
            if getattr(answer, "type", "") == "conflict":
                self.clash = str(answer)
                self.reload_asked.emit()
        elif self.page is not None and answer.id == self.page.day.isoformat():
            self.touched, self.clash = False, ""
            self.told.emit("ok", f"已存入事件档案，第 {answer.version} 版")
            self.reload_asked.emit()
        self.changed.emit()

"""报告归档: the report of a case before it goes into the knowledge base, most of it filled from the log."""

from typing import Any

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from ordertower_desktop.models.knowledge.filing import Draft
from ordertower_desktop.views.glass.ask import Ask
from ordertower_desktop.views.theme.theme import Theme


class Filing(Ask):
    """`said()` is what the action says."""

    def __init__(self, theme: Theme, parent: QWidget, draft: Draft) -> None:
        kinds = " · ".join(part for part in (draft.cause, draft.kind) if part)
        effect = f"按记录已填 {draft.filled}%（{kinds}）。电话、姓名、门牌号自动隐去；存好后“报告归档”打勾，同类的单在订单页看得到。"
        super().__init__(theme, parent, "归档到知识库", effect, "归档")
        self.setMinimumWidth(600)
        self.line("title", "标题", "一句话说清：什么坏了，怎么好的").text("problem", "问题").text(
            "measures", "措施", "做了什么，哪一步管用"
        )
        self.text("improvement", "改进", "下次怎样不再发生（可不填）").need("title", "problem", "measures")
        for name in ("title", "problem", "measures", "improvement"):
            field, words = self._fields[name], str(getattr(draft, name))
            if isinstance(field, QLineEdit):
                field.setText(words)
            elif isinstance(field, QPlainTextEdit):
                field.setPlainText(words)

    def said(self) -> dict[str, Any]:
        return dict(self.values())

"""The first run lies over the whole window until somebody has chosen a way in, or goes on without."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from ordertower_desktop.views.firstrun.ways import Way
from ordertower_desktop.views.parts.area import column
from ordertower_desktop.views.parts.button import Button, Link
from ordertower_desktop.views.parts.card import Surface, row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.theme.icons import logo
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.pin import parted, whole

DEMO = "ordertower demo"
LONGEST = 40
"""An invitation with its pin, and room for spaces and dashes."""


class FirstRun(Surface):
    """`named(name)`: who I am; `import_asked`; `enrol_asked(address, invitation)`; `left`: gone on, by whatever way."""

    named = Signal(str)
    import_asked = Signal()
    enrol_asked = Signal(str, str)
    left = Signal()

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(theme, role="canvas")
        self.setParent(window)
        self._window = window
        self.name, self.address, self.code = QLineEdit(), QLineEdit(), QLineEdit()
        for field, words, hint in (
            (self.name, self.tr("我是谁"), self.tr("您的姓名，同事看到的就是它")),
            (self.address, self.tr("中枢地址"), "https://hub.公司域名"),
            (self.code, self.tr("邀请码"), self.tr("邀请码，向主管要")),
        ):
            field.setAccessibleName(words)
            field.setPlaceholderText(hint)
            field.setMinimumHeight(34)
        self.name.setMaxLength(32)
        self.code.setMaxLength(LONGEST)
        self.said = PlainLabel(theme, role="text2", wrap="yes")
        self.bring = Button(theme, self.tr("选择文件"), kind="primary", icon="folder-open", key="Alt 1")
        self.connect_ = Button(theme, self.tr("连接"), icon="cable", key="Alt 2")
        self.demo = Button(theme, self.tr("复制演示命令"), icon="copy", key="Alt 3")
        self.skip = Link(theme, self.tr("先跳过，直接进入"))
        self._build()
        self._wire()
        window.installEventFilter(self)
        self.hide()

    def _build(self) -> None:
        theme, mark = self._theme, QLabel()
        mark.setTextFormat(Qt.TextFormat.PlainText)
        mark.setPixmap(logo(52, 2.0))
        welcome = QVBoxLayout()
        welcome.setSpacing(0)
        welcome.addWidget(PlainLabel(theme, self.tr("欢迎使用订单控制塔"), size=28, strong="yes"))
        welcome.addWidget(PlainLabel(theme, self.tr("一分钟内看到哪些单已经晚了。以后可随时更换。"), size=16, role="text2"))
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(mark)
        head.addLayout(welcome)
        head.addStretch(1)
        head.addWidget(PlainLabel(theme, self.tr("我是"), size=14))
        self.name.setFixedWidth(230)
        head.addWidget(self.name)
        cards = QHBoxLayout()
        cards.setSpacing(20)
        for way in (self._import(), self._hub(), self._demo()):
            cards.addWidget(way, 1)
        middle = QVBoxLayout()
        middle.setSpacing(26)
        middle.addStretch(2)
        middle.addLayout(head)
        middle.addLayout(cards)
        middle.addLayout(row(PlainLabel(theme, self.tr("现在用的是本机中枢：数据只在这台电脑上"), role="text2"), 1, self.skip))
        middle.addStretch(3)
        self._place(middle)

    def _place(self, middle: QVBoxLayout) -> None:
        """In the middle of the window; where that is too low, it scrolls."""
        inner = QWidget()
        sides = QHBoxLayout(inner)
        sides.addStretch(1)
        sides.addLayout(middle, 8)
        sides.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(column(inner))

    def _import(self) -> Way:
        way = Way(self._theme, "file", self.tr("导入订单表格"), self.tr("把平台或 ERP 导出的 Excel、CSV 拖到这里。"), self.bring)
        way.points(self.tr("自动识别列，先预览再导入"), self.tr("重复订单自动合并"), self.tr("数据只留在本机"))
        return way

    def _hub(self) -> Way:
        way = Way(self._theme, "hub", self.tr("连接中枢"), self.tr("团队已部署中枢时，输入地址与邀请码。"), self.connect_)
        for widget in (self.address, self.code, self.said):
            way.body.addWidget(widget)
        return way

    def _demo(self) -> Way:
        way = Way(self._theme, "pool", self.tr("体验演示日"), self.tr("双11 次日的积压，假平台、假 ERP、假仓库，全部在本机。"), self.demo)
        way.points(self.tr("不发任何真实通知"), self.tr("用自己的文件夹，不碰真实数据"), self.tr("在终端运行：{0}").format(DEMO))
        return way

    def _wire(self) -> None:
        self.bring.clicked.connect(lambda: self._go(self.import_asked))
        self.connect_.clicked.connect(self._enrol)
        self.code.returnPressed.connect(self._enrol)
        self.demo.clicked.connect(self._copy)
        self.skip.clicked.connect(lambda: self._go(None))
        for keys, act in (
            ("Alt+1", self.bring.click),
            ("Alt+2", self.connect_.click),
            ("Alt+3", self.demo.click),
            ("Escape", self.skip.click),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def open(self, name: str = "") -> None:
        """Lie over the window; `name` is who this desk thinks I am."""
        if not self.name.text():
            self.name.setText(name)
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self.name.setFocus()

    def log_in(self, address: str, why: str) -> None:
        """Open at the hub's address, because the login there is not good any more."""
        self.open()
        self.address.setText(address)
        self._say(why, "amber")
        self.code.setFocus()

    def enrolled(self, answer: Any) -> None:
        """The hub's word on the invitation: trouble, or where the token is kept."""
        self.connect_.setEnabled(True)
        if isinstance(answer, Exception):
            self._say(str(answer), "red")
            self.code.setFocus()
            return
        self.code.clear()
        self.said.setText("")
        self._go(None)

    def _enrol(self) -> None:
        address, code = self.address.text().strip(), self.code.text().strip()
        if not address.startswith(("https://", "http://")):
            self._say(self.tr("地址要以 https:// 开头，如 https://hub.公司域名"), "red")
            self.address.setFocus()
        elif not whole(code):
            self._say(self.tr("邀请码是 8 位，带中枢指纹的是 24 位，请照原样输入"), "red")
            self.code.setFocus()
        else:
            self._say(self.tr("正在连接…"), "text2")
            self.connect_.setEnabled(False)
            self.enrol_asked.emit(address.rstrip("/"), "".join(parted(code)))

    def _say(self, words: str, role: str) -> None:
        self.said.setText(words)
        self.said.set_role(role)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(DEMO)
        self.demo.setText(self.tr("已复制，请粘贴到终端"))
        self.demo.updateGeometry()

    def _go(self, where: Any) -> None:
        if name := self.name.text().strip():
            self.named.emit(name)
        self.hide()
        self.left.emit()
        if where is not None:
            where.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._window:
            self.setGeometry(self._window.rect())
        return False

"""The filter line: chips that open menus of what there is, the sort, the columns, guided mode."""

import msgspec
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from ordertower_desktop.domain.stage import SEGMENT_NAMES
from ordertower_desktop.models import text
from ordertower_desktop.models.pool.filters import Filter
from ordertower_desktop.models.pool.groups import GROUP_NAMES
from ordertower_desktop.models.pool.line import PLATFORM_NAMES
from ordertower_desktop.models.pool.model import PoolModel
from ordertower_desktop.models.pool.sorts import SORTS
from ordertower_desktop.views.parts.button import Button, Chip
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.pool.timechip import TimeChip
from ordertower_desktop.views.theme.theme import Theme

FIELDS = (
    ("cause", "归因"),
    ("platform", "平台"),
    ("warehouse", "仓库"),
    ("category", "产品线"),
    ("region", "区域"),
    ("segment", "阶段"),
    ("kind", "延迟类型"),
    ("shop", "店铺"),
    ("group", "分组"),
    ("todo", "待办"),
    ("risk", "风险"),
)
TODO_NAMES = {"stopgap": "临时操作待补录", "unreached": "7 天联系不上"}
RISK_NAMES = {"high": "高", "middle": "中", "": "低"}
CHIPS = ("cause", "platform", "warehouse", "category")
MOST_VALUES = 30


class FilterBar(QWidget):
    """Says what filter is wanted; the page applies it."""

    wanted = Signal(object)
    sort_wanted = Signal(str)
    guide_wanted = Signal()
    columns_wanted = Signal()
    refresh_wanted = Signal()

    def __init__(self, theme: Theme, model: PoolModel) -> None:
        super().__init__()
        self._theme, self._model, self._filter = theme, model, Filter()
        self.setFixedHeight(48)
        box = QHBoxLayout(self)
        box.setContentsMargins(16, 8, 16, 8)
        box.setSpacing(8)
        self._all = Chip(theme, self.tr("筛选"), icon="filter", key="F")
        self._all.clicked.connect(self.open_menu)
        self._open = Chip(theme, self.tr("仅未结"), tail="x")
        self._open.setCheckable(True)
        self._open.clicked.connect(lambda on: self._want(state="open" if on else "all"))
        self._chips: dict[str, Chip] = {}
        names = dict(FIELDS)
        box.addWidget(self._all)
        for field in CHIPS:
            self._chips[field] = chip = Chip(theme, names[field], tail="chevron-down")
            chip.setCheckable(True)
            chip.clicked.connect(lambda _on=False, field=field: self._menu(field, self._chips[field]))
            box.addWidget(chip)
            if field == "cause":
                box.addWidget(self._open)
        self.time = TimeChip(theme)
        self.time.opened.connect(lambda: self.edit_time(self.time))
        self.time.cleared.connect(lambda: self._want(time="", within=""))
        box.addWidget(self.time)
        box.addWidget(self._hint())
        box.addStretch(1)
        self._right(box)

    def _hint(self) -> Chip:
        self._waiting = Chip(self._theme, "")
        self._waiting.setCheckable(True)
        self._waiting.setChecked(True)
        self._waiting.clicked.connect(self.refresh_wanted)
        self._waiting.hide()
        return self._waiting

    def _right(self, box: QHBoxLayout) -> None:
        theme = self._theme
        self._sort = Chip(theme, SORTS["loss"][0], icon="arrow-down", tail="chevron-down")
        self._sort.clicked.connect(self._sort_menu)
        heights = Button(theme, "", icon="columns-3", small="yes")
        heights.setAccessibleName(self.tr("行高"))
        heights.setToolTip(self.tr("行高（Ctrl+0）"))
        heights.clicked.connect(self.columns_wanted)
        guide = Chip(theme, self.tr("引导处理"), icon="play", key="Space")
        guide.setAccessibleDescription(self.tr("快捷键 空格"))
        guide.clicked.connect(self.guide_wanted)
        for widget in (PlainLabel(theme, self.tr("按"), role="text3"), self._sort, heights, guide):
            box.addWidget(widget)

    def show_filter(self, wanted: Filter, sort: str) -> None:
        """Make the chips say what is in force."""
        self._filter = wanted
        self._open.setChecked(wanted.state == "open")
        names = dict(FIELDS)
        for field, chip in self._chips.items():
            values = getattr(wanted, field)
            chip.setChecked(bool(values))
            chip.setText(
                f"{names[field]} {len(values)}" if len(values) > 1 else self._word(field, next(iter(values))) if values else names[field]
            )
            chip.updateGeometry()
        self.time.show_words(self._time_words())
        self._fit()
        self._sort.setText(SORTS[sort][0])
        self._sort.updateGeometry()

    def _time_words(self) -> str:
        if not self._filter.within:
            return ""
        from ordertower_desktop.models.pool.typed import time_words  # the first paint has no use for it

        return time_words(self._filter, self._model.now)

    def edit_time(self, anchor: QWidget) -> None:
        """Open the editor of the time range."""
        from ordertower_desktop.views.pool.timeeditor import TimeEditor

        editor = TimeEditor(self._theme, self, self._model, self._filter)
        editor.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        editor.wanted.connect(lambda time, within: self._want(time=time, within=within))
        editor.show_at(anchor)

    def minimumSizeHint(self) -> QSize:
        """The chips that say nothing give way; all fields are behind the first one."""
        return QSize(480, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Hide from the right what is not in use until the line fits."""
        for chip in self._chips.values():
            chip.show()
        for field in reversed(CHIPS):
            if self.sizeHint().width() <= self.width():
                return
            self._chips[field].setVisible(bool(getattr(self._filter, field)))

    def show_waiting(self, count: int) -> None:
        self._waiting.setText(self.tr("有 {0} 单变化，刷新").format(text.count(count)))
        self._waiting.updateGeometry()
        self._waiting.setVisible(count > 0)
        self._fit()

    def do(self, verb: str) -> None:
        """filter: every field; time: the editor of the time range."""
        if verb == "time":
            self.edit_time(self.time)
        else:
            self.open_menu()

    def open_menu(self) -> None:
        """Every field with its values."""
        menu = QMenu(self)
        for field, name in FIELDS:
            self._fill(menu.addMenu(name), field)
        menu.addAction(self.tr("时间…")).triggered.connect(lambda: self.edit_time(self.time))
        menu.addSeparator()
        vip = menu.addAction(self.tr("只看 VIP"))
        vip.setCheckable(True)
        vip.setChecked(self._filter.vip)
        vip.triggered.connect(lambda on: self._want(vip=on))
        menu.addAction(self.tr("清除全部筛选")).triggered.connect(lambda: self.wanted.emit(Filter()))
        menu.exec(self._all.mapToGlobal(self._all.rect().bottomLeft()))

    def _menu(self, field: str, chip: Chip) -> None:
        chip.setChecked(bool(getattr(self._filter, field)))
        menu = QMenu(self)
        self._fill(menu, field)
        menu.exec(chip.mapToGlobal(chip.rect().bottomLeft()))

    def _fill(self, menu: QMenu, field: str) -> None:
        now = getattr(self._filter, field)
        for value, count in self._model.values(field)[:MOST_VALUES]:
            action = QAction(f"{self._word(field, value)}  {text.count(count)}".replace("&", "&&"), menu)
            action.setCheckable(True)
            action.setChecked(value in now)
            action.triggered.connect(lambda on, value=value: self._toggle(field, value, "on" if on else ""))
            menu.addAction(action)
        if now:
            menu.addSeparator()
            menu.addAction(self.tr("不限")).triggered.connect(lambda: self._want(**{field: frozenset()}))

    def _toggle(self, field: str, value: str, on: str) -> None:
        now = getattr(self._filter, field)
        self._want(**{field: now | {value} if on else now - {value}})

    def _word(self, field: str, value: str) -> str:
        if field == "cause":
            return next((name for key, name, _ in self._model.causes() if key == value), value) or self.tr("原因未明")
        if field == "group":
            return GROUP_NAMES.get(value, "") or self.tr("不分组")
        if field == "kind":
            return next((row.kind_name for row in map(self._model.row, self._model.cases()[:2000]) if row and row.kind == value), value)
        segments = {str(key): name for key, name in SEGMENT_NAMES.items()}
        names = {"platform": PLATFORM_NAMES, "segment": segments, "todo": TODO_NAMES, "risk": RISK_NAMES}.get(field, {})
        return names.get(value, value) or self.tr("未填")

    def _want(self, **changes: object) -> None:
        self.wanted.emit(msgspec.structs.replace(self._filter, **changes))

    def _sort_menu(self) -> None:
        menu = QMenu(self)
        for key, (name, _) in SORTS.items():
            menu.addAction(name).triggered.connect(lambda _on=False, key=key: self.sort_wanted.emit(key))
        menu.exec(self._sort.mapToGlobal(self._sort.rect().bottomLeft()))

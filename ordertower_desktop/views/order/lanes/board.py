"""The scene of the lanes: keeps one item for everything that is told and puts each where the scale says."""

from PySide6.QtCore import QObject, QPointF, QRectF
from PySide6.QtWidgets import QGraphicsScene

from ordertower_desktop.views.order.lanes import crowd, ink, placing
from ordertower_desktop.views.order.lanes.bands import BandItem, GapText, GhostPath
from ordertower_desktop.views.order.lanes.crowd import Mark
from ordertower_desktop.views.order.lanes.ground import Front, Ground, Lines
from ordertower_desktop.views.order.lanes.items import MarkItem
from ordertower_desktop.views.order.lanes.layout import Layout, Story, ghosts
from ordertower_desktop.views.order.lanes.placing import Box, Room, Wanted
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.order import LaneEvent

RANKS = {"chase": 0, "failed": 1, "event": 1, "desk": 1, "ghost": 2}
BESIDE = 40.0


class LaneBoard(QGraphicsScene):
    """`tell` gives it a story, `lay` puts everything in its place; `folded` merges equal events that touch."""

    def __init__(self, theme: Theme, density: float, parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._density = theme, density
        self.mode, self.folded = "happened", True
        self._kept: dict[tuple[int, tuple[LaneEvent, ...]], MarkItem] = {}
        self.shown: list[list[MarkItem]] = []
        self._hidden = 0

    def tell(self, story: Story) -> None:
        """Begin anew with this story."""
        self.forget()
        color = self._theme.color
        self._ground, self._lines, self._front = Ground(color), Lines(color), Front(color, self._density)
        self._ghost = GhostPath(color)
        self._path = ghosts(story)
        self._bands = [(i, BandItem(band, color)) for i, lane in enumerate(story.lanes) for band in lane.bands]
        self._gaps = {id(item): GapText(item.band, color) for _, item in self._bands if item.band.kind == "gap"}
        for item in (self._ground, self._lines, self._front, self._ghost, *(b for _, b in self._bands), *self._gaps.values()):
            self.addItem(item)

    def forget(self) -> None:
        """Nothing is told."""
        self.clear()
        self._kept, self.shown, self._hidden = {}, [], 0

    @property
    def merged(self) -> int:
        """How many events share the mark of an equal neighbour."""
        return self._hidden

    def lay(self, at: Layout) -> None:
        """Everything to its place."""
        self.setSceneRect(0, 0, at.width, at.height)
        self.move_now(at)
        points = [QPointF(at.scale.x(crowd.when(e, self._mode_of(e))), at.middle(i)) for i, e in self._path]
        self._ghost.lay(points, at.now_x)
        self._lay_bands(at)
        lanes = [self._crowd(i, at) for i in range(len(at.story.lanes))]
        self._hidden = sum(crowd.hidden(marks) for marks in lanes)
        self.shown = [self._lay_lane(i, marks, at) for i, marks in enumerate(lanes)]
        wanted = {id(item) for lane in self.shown for item in lane}
        for item in self._kept.values():
            item.setVisible(id(item) in wanted)
        self._lay_texts(at)

    def move_now(self, at: Layout) -> None:
        """Only time has passed."""
        for layer in (self._ground, self._lines, self._front):
            layer.lay(at)
            layer.update()

    def _mode_of(self, event: LaneEvent) -> str:
        return "happened" if event.kind == "ghost" else self.mode

    def _crowd(self, index: int, at: Layout) -> list[Mark]:
        events = at.story.lanes[index].events
        touching = crowd.TOUCHING if self.folded else 0.0
        return crowd.marks(events, lambda e: at.scale.x(crowd.when(e, self._mode_of(e))), touching=touching)

    def _lay_bands(self, at: Layout) -> None:
        for index, item in self._bands:
            item.lay(at.scale.x(item.band.start), at.scale.x(item.band.end), at.middle(index))

    def _lay_lane(self, index: int, marks: list[Mark], at: Layout) -> list[MarkItem]:
        seen = [mark for mark in marks if at.scale.left - BESIDE <= mark.x <= at.scale.right + BESIDE]
        items = [self._item(index, mark, at) for mark in seen]
        wanted = [
            Wanted(
                place,
                item.mark.x,
                item.label_width,
                RANKS.get(item.mark.shown.kind, 1),
                middle="yes" if item.mark.shown.kind == "ghost" else "",
                side="above" if item.mark.shown.kind == "ghost" else "",
            )
            for place, item in enumerate(items)
            if at.scale.left <= item.mark.x <= at.scale.right
        ]
        room = Room(at.scale.left + 2, at.width - 4, self._walls(index, at), self._rules(at))
        boxes = placing.place(wanted, room)
        for place, item in enumerate(items):
            item.lay(QPointF(item.mark.x, at.middle(index)), self._tail(item.mark, at), boxes.get(place))
        return items

    def _item(self, index: int, mark: Mark, at: Layout) -> MarkItem:
        key = index, mark.events
        item = self._kept.get(key)
        if item is None:
            item = self._kept[key] = MarkItem(mark, at.story.lanes[index].name, self._mode_of(mark.shown), self._theme.color)
            self.addItem(item)
        item.mark = mark
        return item

    def _tail(self, mark: Mark, at: Layout) -> float:
        event = mark.shown
        if self.mode == "arrived" or event.arrived is None:
            return 0.0
        tail = at.scale.x(event.arrived) - at.scale.x(event.at)
        return tail if tail >= 2 * ink.EVENT_R else 0.0

    def _walls(self, index: int, at: Layout) -> tuple[Box, ...]:
        """The bands of the lane, and what a pause says below its band."""
        walls = []
        for lane, item in self._bands:
            if lane != index:
                continue
            rect = item.rect
            half = rect.height() / 2
            walls.append(Box(rect.left(), -half, rect.right(), half))
            if item.text_width:
                walls.append(Box(rect.left() - 2, half, rect.left() + item.text_width, half + 20))
        return tuple(walls)

    @staticmethod
    def _rules(at: Layout) -> tuple[float, ...]:
        return tuple(x for x in (at.due_x, at.now_x) if x is not None)

    def _lay_texts(self, at: Layout) -> None:
        for index, item in self._bands:
            gap = self._gaps.get(id(item))
            if gap is not None:
                failed = [one.mark.x for one in self.shown[index] if one.mark.shown.kind == "failed"]
                gap.lay(item.rect, (at.scale.left, at.scale.right), failed)

    def labels(self) -> list[QRectF]:
        """Where every label that found room stands."""
        return [box for lane in self.shown for item in lane if (box := item.labelled) is not None]

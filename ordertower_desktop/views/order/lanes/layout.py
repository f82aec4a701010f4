"""Where everything stands at one moment: the scale, the lanes and the two lines, as one value that the painters share."""

from dataclasses import dataclass
from datetime import datetime

from ordertower_desktop.domain.event import EVENT_NAMES
from ordertower_desktop.domain.stage import ENTERED_BY
from ordertower_desktop.views.order.lanes.ink import AXIS, NAMES
from ordertower_desktop.views.order.lanes.scale import Scale
from ordertower_desktop.wire.order import Lane, LaneEvent, OrderPage

MOVING = frozenset(EVENT_NAMES[name] for name in ENTERED_BY)
"""Events that carry an order to its next stage; a note or a changed address does not."""


@dataclass(frozen=True, slots=True)
class Story:
    """What is told: the lanes, the deadline, now."""

    lanes: tuple[Lane, ...]
    due_at: datetime | None
    due_label: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Layout:
    """`lane` is the height of one; `height` of the scene."""

    story: Story
    scale: Scale
    lane: float
    width: float
    height: float

    def middle(self, index: int) -> float:
        return round(AXIS + index * self.lane + self.lane / 2)

    def top(self, index: int) -> float:
        return AXIS + index * self.lane

    @property
    def now_x(self) -> float:
        return self.scale.x(self.story.now)

    @property
    def due_x(self) -> float | None:
        return self.scale.x(self.story.due_at) if self.story.due_at is not None else None


def story(page: OrderPage, now: datetime) -> Story:
    """The five lanes always, in their order, then any other that the hub tells of."""
    told = {lane.key: lane for lane in page.lanes}
    five = [told.get(key) or Lane(key, name) for key, name in NAMES.items()]
    more = [lane for lane in page.lanes if lane not in five]
    return Story((*five, *more), page.due_at, page.due_label, now)


def moments(told: Story) -> list[datetime]:
    """Everything that fitting must show; a deadline far ahead would squeeze all the rest and is left to its chip."""
    found = [at for lane in told.lanes for event in lane.events for at in (event.at, event.arrived) if at is not None]
    found += [at for lane in told.lanes for band in lane.bands for at in (band.start, band.end)]
    span = (max([*found, told.now]) - min([*found, told.now])).total_seconds()
    if told.due_at is not None and (told.due_at - told.now).total_seconds() <= max(span, 3600.0):
        found.append(told.due_at)
    return found


def ghosts(told: Story) -> list[tuple[int, LaneEvent]]:
    """The expected path: from the last thing that happened before it, through everything that should have."""
    path = sorted(
        ((index, event) for index, lane in enumerate(told.lanes) for event in lane.events if event.kind == "ghost"), key=lambda g: g[1].at
    )
    if not path or not told.lanes:
        return path
    before = [event for event in told.lanes[0].events if event.kind == "event" and event.at <= path[0][1].at]
    moving = [event for event in before if event.name in MOVING] or before
    return [(0, max(moving, key=lambda event: event.at)), *path] if before else path

"""The status board on the wire is the domain's own value, field by field."""

from ordertower_desktop.domain.board import (
    SWIFT_TARGET,
    Board,
    Broken,
    Decision,
    HeatCell,
    Overdue,
    Person,
    Point,
    Share,
    StageShare,
)

__all__ = ["SWIFT_TARGET", "Board", "Broken", "Decision", "HeatCell", "Overdue", "Person", "Point", "Share", "StageShare"]

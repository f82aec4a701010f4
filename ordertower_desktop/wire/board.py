"""The status board on the wire is the domain's own value, field by field."""

from ordertower_desktop.domain.board import (
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

__all__ = ["Board", "Broken", "Decision", "HeatCell", "Overdue", "Person", "Point", "Share", "StageShare"]

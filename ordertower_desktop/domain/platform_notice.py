"""平台通报: a platform warns a shop or takes points from it; while it is not settled, the level is three (S37, D2)."""

from dataclasses import dataclass
from datetime import datetime

MOST_POINTS = 1000
LONGEST = 40


@dataclass(frozen=True, slots=True)
class PlatformNotice:
    """Entered by hand, as it came by letter, call or back office. `where` is the platform and shop; `points` 0: a warning only."""

    id: str
    where: str
    text: str
    points: int
    by: str
    at: datetime
    settled_at: datetime | None = None
    settled_by: str = ""
    outcome: str = ""

    @property
    def words(self) -> str:
        return f"{self.where}{'扣分 ' + str(self.points) if self.points else '通报'}：{self.text}"


def refused(where: str, text: str, points: int) -> str:
    """Why it cannot be entered; empty when it can."""
    if not where.strip() or len(where.strip()) > LONGEST:
        return f"请写明是哪个平台、哪家店，最多 {LONGEST} 字"
    if not text.strip():
        return "请写明通报了什么，照平台的原话"
    return "" if 0 <= points <= MOST_POINTS else f"扣分要在 0 到 {MOST_POINTS} 之间，收到 {points}"

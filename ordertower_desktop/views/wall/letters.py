"""How large letters must be to be read: from the screen's diagonal and the distance, in minutes of arc."""

import math
from dataclasses import dataclass

TEXT_ARC, FIGURE_ARC, LEAST_ARC = 27.0, 40.0, 16.0
HAN_SHARE, CAP_SHARE = 0.92, 0.727
MM_PER_INCH = 25.4
DESIGN_LABEL_PX, DESIGN_WIDTH, DESIGN_HEIGHT = 46, 1920, 1080


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen on a wall: pixels, diagonal in inches, distance of the farthest reader in metres."""

    width: int
    height: int
    diagonal_inch: float
    distance_m: float

    @property
    def pitch_mm(self) -> float:
        """Millimetres per pixel."""
        return self.diagonal_inch * MM_PER_INCH / math.hypot(self.width, self.height)


def pixels(screen: Screen, arc: float) -> float:
    """The height in pixels that fills `arc` minutes at the reader's eye: 2 d tan(a/2) / pitch."""
    return 2 * screen.distance_m * 1000 * math.tan(math.radians(arc / 60) / 2) / screen.pitch_mm


def caption_arc(screen: Screen) -> float:
    """The minutes of arc that the smallest caption of the board fills."""
    scale = min(screen.width / DESIGN_WIDTH, screen.height / DESIGN_HEIGHT)
    glyph = DESIGN_LABEL_PX * HAN_SHARE * scale
    return math.degrees(2 * math.atan(glyph * screen.pitch_mm / (2 * screen.distance_m * 1000))) * 60


def refusal(screen: Screen) -> str:
    """Why this wall cannot be read, or empty: captions below 16 minutes of arc are refused."""
    arc = caption_arc(screen)
    if arc >= LEAST_ARC:
        return ""
    most = screen.distance_m * arc / LEAST_ARC
    seen = f"{screen.diagonal_inch:g} 寸屏在 {screen.distance_m:g} 米外看不清（小字只有 {arc:.0f}′，至少要 16′）"
    return f"{seen}：请换大屏，或把距离改到 {most:.1f} 米以内"

"""What people did in the last days, as the hub tells it: all of them to who answers for the floor, to the others their own line."""

import msgspec


class ScoreLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """One person. `points`: minutes that the closed cases should have taken; steps late and orders breached are among theirs."""

    person: str
    name: str
    post: str = ""
    closed: int = 0
    points: int = 0
    steps: int = 0
    late_steps: int = 0
    breached: int = 0
    passed_on: int = 0
    taken_away: int = 0
    post_name: str = ""


class ScorePage(msgspec.Struct, frozen=True):
    """The last `days` days. `own` is the line of whoever asks; `lines` are in the order of names, and empty for an agent."""

    days: int
    own: ScoreLine | None
    lines: list[ScoreLine]

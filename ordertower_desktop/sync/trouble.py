"""The world's two kinds of error as this desk meets them: nobody there, or a clear no."""

from dataclasses import dataclass


@dataclass(slots=True, eq=False)
class Unreachable(Exception):
    """No answer that can be used: the cable, the hub, or what stands between. Try again; `after` is what the hub asked for, in seconds."""

    why: str
    after: float = 0.0

    def __str__(self) -> str:
        return self.why


@dataclass(slots=True, eq=False)
class Refused(Exception):
    """The hub answered no; `why` is its Chinese sentence. Trying again without a change is no use."""

    why: str
    status: int = 0
    type: str = ""

    def __str__(self) -> str:
        return self.why


class LoggedOut(Refused):
    """The hub does not know this login any more: somebody has to log in again."""

"""One thing that a check-up looked at: how it is, what suffers from it, and what to do next."""

from dataclasses import dataclass, field

OK, WARN, BAD = "ok", "warn", "bad"
MARKS = {OK: "✓", WARN: "！", BAD: "✗"}


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` names the state for scripts; `state`: ok | warn | bad; `advice` says what suffers and what to do next.

    `facts` are numbers and words of our own: they may leave the house in a support bundle, while `what` and `told` may name people.
    """

    what: str
    state: str
    told: str
    advice: str = ""
    code: str = "fine"
    facts: dict[str, str | int | float] = field(default_factory=dict)

    def line(self) -> str:
        """For people."""
        return f"{MARKS[self.state]} {self.what}：{self.told}{'。' + self.advice if self.advice else ''}"

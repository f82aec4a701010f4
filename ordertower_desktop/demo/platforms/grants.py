"""A shop's authorisation at a fake platform: it runs out, and is renewed for a word that is good once."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(slots=True)
class Grants:
    """What was given. Without `until` it never runs out; `made` counts the renewals."""

    refresh: str = "canary-refresh-0000"
    lasts: timedelta = timedelta(days=7)
    until: datetime | None = None
    made: int = 0

    def good(self, now: datetime) -> bool:
        return self.until is None or now < self.until

    def renew(self, shown: str, now: datetime) -> dict[str, str | int] | None:
        """A new authorisation, or nothing for a word that is not the last one given."""
        if shown != self.refresh:
            return None
        self.made += 1
        self.refresh, self.until = f"canary-refresh-{self.made:04}", now + self.lasts
        seconds = int(self.lasts.total_seconds())
        return {"access_token": f"canary-renewed-{self.made:04}", "refresh_token": self.refresh, "expires_in": seconds}

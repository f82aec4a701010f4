"""The plain receiver of one order, and who has looked; an answer of the first kind is never cached."""

from ordertower_desktop.sync.question import Question
from ordertower_desktop.wire.codec import encode
from ordertower_desktop.wire.reveals import RevealBody, Revealed, RevealPage, RevealTerms


def reveal_terms(order: str) -> Question[RevealTerms]:
    """What is left of today, and whom would be asked."""
    return lambda client: client.get("/v1/reveals/terms", RevealTerms, params={"order": order})


def reveal(order: str, reason: str, text: str) -> Question[Revealed]:
    """The receiver, asked of the source now."""
    return lambda client: client.post("/v1/reveals", Revealed, body=encode(RevealBody(order, reason, text)))


def reveals(who: str, order: str, after: str) -> Question[RevealPage]:
    """The history, newest first."""
    asked = {"who": who, "order": order, "after": after}
    return lambda client: client.get("/v1/reveals", RevealPage, params={key: one for key, one in asked.items() if one} | {"limit": "200"})

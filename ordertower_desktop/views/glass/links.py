"""Where a link leads: from a place on the board to the rows behind it or to the page where it is settled; from outside to an order."""

from urllib.parse import unquote, urlsplit

from ordertower_desktop.domain.aggregate import GROUP
from ordertower_desktop.models.pool.filters import Filter

LONGEST = 128


def wanted(kind: str, value: str) -> Filter | None:
    """The filter of `platform:jd`, `region:华东`, `segment:ship`, `owner:li`, `heat:华东|洗护`; None for anything else."""
    match kind:
        case "platform":
            return Filter(platform=frozenset({value}))
        case "region":
            return Filter(region=frozenset({value}))
        case "segment":
            return Filter(segment=frozenset({value}))
        case "owner":
            return Filter(owner=value)
        case "heat":
            region, _, category = value.partition("|")
            return Filter(region=frozenset({region}), category=frozenset({category}))
        case _:
            return None


def decided_on(key: str) -> str:
    """The page where something that waits for a supervisor is decided."""
    if key.startswith(GROUP):
        return "rates"
    return "crisis" if key == "level" else "sources" if key.startswith("source:") else "pool"


def order_in(link: str) -> str:
    """The order of `ordertower://order/7`; empty for anything else. Anybody can write such a link: it opens, and never does."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    name = unquote(parts.path.strip("/"))
    known = parts.scheme == "ordertower" and parts.netloc == "order" and len(name) <= LONGEST and name.isprintable()
    return name if known else ""

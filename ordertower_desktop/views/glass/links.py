"""From a place on the board to the filter of the rows behind it, or to the page where it is settled."""

from ordertower_desktop.models.pool.filters import Filter


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
    return "crisis" if key == "level" else "sources" if key.startswith("source:") else "pool"

"""The board's six regions, by province."""

from functools import cache

from ordertower_desktop.hub.store.rulefile import resource

_ENDINGS = ("壮族自治区", "回族自治区", "维吾尔自治区", "特别行政区", "自治区", "省", "市")


def region_of(province: str) -> str:
    """`浙江` or `浙江省` -> `华东`; empty for what is no province."""
    return _regions().get(short(province), "")


def short(province: str) -> str:
    """The name of a province without its kind."""
    return next((province.removesuffix(end) for end in _ENDINGS if province.endswith(end) and len(province) > len(end) + 1), province)


@cache
def _regions() -> dict[str, str]:
    lines = (line.split(" ", 2) for line in resource("places.txt").read_text("utf-8").splitlines() if line and not line.startswith("#"))
    return {short(province): region for region, province, *_ in lines}

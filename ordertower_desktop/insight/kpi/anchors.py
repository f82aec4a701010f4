"""What counts as clearly bad, as a floor writes it down: shares between one in a thousand and one, points that come to a hundred."""

from collections.abc import Iterator, Mapping

from ordertower_desktop.domain.fault import BadFile, Fault, suggestion
from ordertower_desktop.insight.kpi.health import Anchors

SHARES = ("late", "faulty", "unhappy")
LOWEST, WHOLE = 0.001, 100
DEFAULT = "late = 0.20\nfaulty = 0.06\nunhappy = 0.15\nworth = [50, 25, 25]\n"


def anchors(table: Mapping[str, object], *, version: int = 0) -> Anchors:
    """The anchors of a table; raises `BadFile` with everything that is wrong."""
    usual = Anchors()
    faults = list(_faults(table))
    if faults:
        raise BadFile(faults)
    bad = [float(str(table.get(name, share))) for name, share in zip(SHARES, usual.bad, strict=True)]
    told = table.get("worth", usual.worth)
    worth = [int(str(points)) for points in told] if isinstance(told, list | tuple) else list(usual.worth)
    return Anchors((bad[0], bad[1], bad[2]), (worth[0], worth[1], worth[2]), version)


def _faults(table: Mapping[str, object]) -> Iterator[Fault]:
    for key, value in table.items():
        if key in SHARES:
            if not isinstance(value, int | float) or isinstance(value, bool) or not LOWEST <= value <= 1:
                yield Fault("健康度口径", key, f"要写成 {LOWEST} 到 1 之间的占比，如 0.20，收到 {str(value)[:20]}", "health")
        elif key != "worth":
            yield Fault("健康度口径", key[:40], f"没有这一项{suggestion(key, (*SHARES, 'worth'))}", "health")
    worth = table.get("worth", [100, 0, 0])
    points = [one for one in worth if type(one) is int and one >= 0] if isinstance(worth, list) else []
    if not isinstance(worth, list) or len(points) != len(worth) or len(points) != len(SHARES) or sum(points) != WHOLE:
        yield Fault("健康度口径", "worth", f"要写成三个相加为 {WHOLE} 的整数，如 [50, 25, 25]，收到 {str(worth)[:30]}", "health")

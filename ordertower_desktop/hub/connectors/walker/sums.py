"""Several rows that speak of one order, as an ERP has them once an order was split or merged: summed into one reading."""

from collections.abc import Sequence
from dataclasses import replace

from ordertower_desktop.domain.snapshot import Snapshot
from ordertower_desktop.domain.stage import ENDED, RANK, Fact, Stage

OF_THE_WHOLE = ("amount_fen", "items")
"""What a part says of these is not true of the order."""


def summed(parts: Sequence[Snapshot]) -> Snapshot:
    """The order stands where its slowest part stands; it is over when every part is."""
    alive = [part for part in parts if part.stage is not None or part.facts] or list(parts)
    going = [part for part in alive if not part.facts & ENDED] or alive
    newest = max(parts, key=lambda part: (part.at, part.order_id, part.key))
    stages = [part.stage for part in going if part.stage is not None]
    told = {name: value for part in sorted(going, key=lambda part: part.at) for name, value in part.fields.items()}
    return replace(
        newest,
        fields={name: value for name, value in told.items() if name not in OF_THE_WHOLE},
        stage=min(stages, key=RANK.__getitem__) if stages else None,
        facts=frozenset({fact for part in going for fact in part.facts} | _part_shipped(stages)),
        status_word="、".join(dict.fromkeys(part.status_word for part in going)),
    )


def _part_shipped(stages: list[Stage]) -> set[Fact]:
    return {Fact.PART_SHIPPED} if len({RANK[stage] >= RANK[Stage.TO_COLLECT] for stage in stages}) > 1 else set()

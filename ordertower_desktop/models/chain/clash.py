"""Somebody else saved a chain while this one was being edited."""

from collections.abc import Mapping
from dataclasses import dataclass

from ordertower_desktop.domain.chainwords import differences
from ordertower_desktop.models.chain.draft import ChainDraft
from ordertower_desktop.wire.policies import PolicyRow, policy_of


@dataclass(frozen=True, slots=True)
class ChainClash:
    """`words` name who was first, `says` is what they changed."""

    words: str
    says: tuple[str, ...]


def clash(row: PolicyRow, draft: ChainDraft, names: Mapping[str, str]) -> ChainClash:
    """What the other one made of the chain that the draft was begun on."""
    return ChainClash(f"{row.by_name} 刚把这条告警链改成第 {row.version} 版", differences(draft.base, policy_of(row), names))

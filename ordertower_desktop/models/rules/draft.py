"""A rule while somebody edits it: its tree, the rest of its table, what is wrong with it, and the sentence that keeps step."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ordertower_desktop.domain.difference import difference
from ordertower_desktop.domain.fault import BadFile
from ordertower_desktop.domain.rule import Rule, RuleState
from ordertower_desktop.domain.rule_reader import rule
from ordertower_desktop.domain.rule_writer import rule_table
from ordertower_desktop.models.rules import leaf, tree
from ordertower_desktop.models.rules.tree import Group, Line

FIRST = {"all": [leaf.FRESH["since"], {"field": "presale", "is": False}, {"not": {"tag": "no_nudge"}}]}
"""How a new rule begins: the one that every floor needs first (S21)."""


@dataclass(frozen=True, slots=True)
class Draft:
    """`base` is the rule as the hub holds it in `version` (None: it is new), `rest` its table without the tree."""

    base: Rule | None
    version: int
    root: Group
    rest: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return str(self.rest.get("id", ""))

    @property
    def name(self) -> str:
        return str(self.rest.get("name", ""))

    @property
    def state(self) -> RuleState:
        return RuleState(self.rest.get("state", "draft"))

    @property
    def table(self) -> dict[str, Any]:
        """The rule as a rules file would hold it, finished or not."""
        when = {} if self.aggregate else {"when": tree.written(self.root)}
        return {**self.rest, **when}

    @property
    def aggregate(self) -> bool:
        """A rule over groups of orders has no tree."""
        return "when" in self.rest

    @property
    def rule(self) -> Rule | None:
        """The rule that this is, or None while something is wrong with it."""
        if self.faults:
            return None
        return rule(self.table)

    @property
    def faults(self) -> dict[int, str]:
        """Key of a node -> what is wrong there; key 0 is the rule as a whole."""
        found = {} if self.aggregate else _tree_faults(self.root)
        if not self.name.strip():
            found[0] = "名称：还没有填"
        if not found:
            try:
                rule(self.table)
            except BadFile as bad:
                found[0] = "；".join(one.problem for one in bad.faults)
        return found

    @property
    def changes(self) -> tuple[str, ...]:
        """What saving would change, in words; empty while something is wrong."""
        made = self.rule if self.touched else None
        return () if made is None else difference(self.base, made)

    @property
    def touched(self) -> bool:
        """Whether anything differs from what the hub holds."""
        return self.base is None or self != begun(self.base, self.version)

    def with_root(self, root: Group) -> "Draft":
        return replace(self, root=root)

    def set(self, key: str, value: object) -> "Draft":
        """Another value for a key of the rule; None or nothing takes the key away."""
        rest = {name: one for name, one in self.rest.items() if name != key}
        return replace(self, rest=rest if value in (None, "", [], "0s") and key != "name" else {**rest, key: value})


def _tree_faults(root: Group) -> dict[int, str]:
    found: dict[int, str] = {}
    for node in tree.nodes(root):
        if isinstance(node, Line):
            if wrong := leaf.fault(node):
                found[node.key] = wrong
        elif not node.parts:
            found[node.key] = "至少要有一个条件"
    return found


def begun(base: Rule, version: int) -> Draft:
    """The draft of a rule before anybody touched it."""
    table = rule_table(base)
    if base.rate is not None:
        return Draft(base, version, Group(1, "all"), table)
    when = table.pop("when")
    return Draft(base, version, tree.read(when), table)  # type: ignore[arg-type]


def blank(key: str, version: int) -> Draft:
    """A rule that nobody has saved yet."""
    rest = {"id": key, "name": "新规则", "state": "draft", "kind": "other", "severity": "warning", "on_delay": "2min", "off_delay": "2min"}
    return Draft(None, version, tree.read(FIRST), rest)

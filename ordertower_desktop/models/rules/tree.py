"""The condition tree while it is edited: lines and groups that keep their keys, and every step on them as a pure function."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One condition as a rules file would say it; `denied` stands for `not` before it. It may be unfinished."""

    key: int
    table: Table
    denied: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Lines and groups of which all or any must hold."""

    key: int
    join: str
    parts: "tuple[Node, ...]" = ()
    denied: bool = False


Node = Line | Group


def read(when: Table) -> Group:
    """The tree of a rule; a single condition stands in a group of its own, so that there is always a place to add to."""
    root = _node(when, count(2), denied=False)
    return replace(root, key=1) if isinstance(root, Group) and not root.denied else Group(1, "all", (root,))


def _node(table: Table, keys: Iterator[int], *, denied: bool) -> Node:
    if "not" in table:
        return _node(table["not"], keys, denied=not denied)
    for join in ("all", "any"):
        if join in table:
            key = next(keys)
            return Group(key, join, tuple(_node(part, keys, denied=False) for part in table[join]), denied)
    return Line(next(keys), table, denied)


def lean(node: Node, *, denied: bool = False) -> Node:
    """The node without groups of one, which mean nothing; a denial of such a group is one of what stands in it."""
    if isinstance(node, Group) and len(node.parts) == 1:
        return lean(node.parts[0], denied=denied != node.denied)
    return replace(node, denied=denied != node.denied)


def written(node: Node) -> dict[str, Any]:
    """The tree as a rules file says it."""
    said = lean(node)
    inner = {said.join: [written(part) for part in said.parts]} if isinstance(said, Group) else dict(said.table)
    return {"not": inner} if said.denied else inner


def places(node: Node, at: str = "when", *, denied: bool = False) -> Iterator[tuple[Node, str]]:
    """Every node with its place in the written tree, as faults and counts name it."""
    yield node, at
    if not isinstance(node, Group):
        return
    if len(node.parts) == 1:
        yield from places(node.parts[0], at, denied=denied != node.denied)
        return
    inside = f"{at}.not" if denied != node.denied else at
    for i, part in enumerate(node.parts):
        yield from places(part, f"{inside}.{node.join}[{i}]")


def nodes(root: Group) -> Iterator[Node]:
    """Every node from top to bottom."""
    for node, _ in places(root):
        yield node


def find(root: Group, key: int) -> Node | None:
    return next((node for node in nodes(root) if node.key == key), None)


def parent(root: Group, key: int) -> Group | None:
    """The group that a node stands in; None for the root and for what is not there."""
    groups = (node for node in nodes(root) if isinstance(node, Group))
    return next((group for group in groups if any(part.key == key for part in group.parts)), None)


def fresh_key(root: Group) -> int:
    return max(node.key for node in nodes(root)) + 1


def put(root: Group, new: Node) -> Group:
    """The tree with `new` in the place of the node that has its key."""
    if new.key == root.key:
        return new if isinstance(new, Group) else root
    return replace(root, parts=tuple(_put(part, new) for part in root.parts))


def _put(node: Node, new: Node) -> Node:
    if node.key == new.key:
        return new
    return replace(node, parts=tuple(_put(part, new) for part in node.parts)) if isinstance(node, Group) else node


def add(root: Group, group: int, new: Node, *, at: int | None = None) -> Group:
    """Put a node into a group, at the end or before place `at`."""
    into = find(root, group)
    if not isinstance(into, Group):
        return root
    place = len(into.parts) if at is None else at
    return put(root, replace(into, parts=(*into.parts[:place], new, *into.parts[place:])))


def drop(root: Group, key: int) -> Group:
    """Take a node out, with everything in it; the root stays."""
    holder = parent(root, key)
    return root if holder is None else put(root, replace(holder, parts=tuple(part for part in holder.parts if part.key != key)))


def move(root: Group, key: int, by: int) -> Group:
    """One step up (-1) or down (+1) as the eye sees it: past a line, into a group that comes, out of a group that ends."""
    node, holder = find(root, key), parent(root, key)
    if node is None or holder is None:
        return root
    place = _place(holder, key)
    rest = drop(root, key)
    if 0 <= place + by < len(holder.parts):
        neighbour = holder.parts[place + by]
        if isinstance(neighbour, Group):
            return add(rest, neighbour.key, node, at=0 if by > 0 else len(neighbour.parts))
        return add(rest, holder.key, node, at=place + by)
    above = parent(root, holder.key)
    if above is None:
        return root
    return add(rest, above.key, node, at=_place(above, holder.key) + (1 if by > 0 else 0))


def _place(group: Group, key: int) -> int:
    return next(i for i, part in enumerate(group.parts) if part.key == key)

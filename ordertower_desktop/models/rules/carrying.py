"""Where in a tree something that is carried can be put down."""

from dataclasses import dataclass

from ordertower_desktop.models.rules import tree
from ordertower_desktop.models.rules.tree import Group


@dataclass(frozen=True, slots=True)
class Spot:
    """Before place `at` of a group; `depth` says how far in that stands, 1 for the root's own lines."""

    group: int
    at: int
    depth: int


def spots(root: Group, after: int, carried: int) -> list[Spot]:
    """Where the carried node can be put down right below the row of `after`, the innermost first.

    Below the head of a group that is its beginning; below the last line of a group it is the end of that, or what comes after it.
    Nothing can be put into itself.
    """
    rest = tree.drop(root, carried)
    node = tree.find(rest, after)
    if node is None:
        return []
    depth = _depth(rest, after)
    found = [Spot(node.key, 0, depth + 1)] if isinstance(node, Group) else []
    if isinstance(node, Group) and node.parts:
        return found
    while (holder := tree.parent(rest, node.key)) is not None:
        at = [part.key for part in holder.parts].index(node.key) + 1
        found.append(Spot(holder.key, at, depth))
        if at < len(holder.parts):
            break
        node, depth = holder, depth - 1
    return found


def put_down(root: Group, carried: int, spot: Spot) -> Group:
    """The tree with the carried node in that spot."""
    node = tree.find(root, carried)
    return root if node is None else tree.add(tree.drop(root, carried), spot.group, node, at=spot.at)


def _depth(root: Group, key: int) -> int:
    depth, node = 0, key
    while (holder := tree.parent(root, node)) is not None:
        depth, node = depth + 1, holder.key
    return depth

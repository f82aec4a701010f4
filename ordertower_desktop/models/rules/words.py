"""The sentence of a rule in pieces, so that each condition can be a chip that leads to its line; joined they are `sentence`."""

from collections.abc import Iterator
from dataclasses import dataclass

from ordertower_desktop.domain.rule import Rule
from ordertower_desktop.domain.sentence import phrase, rated, sentence
from ordertower_desktop.models.rules import leaf
from ordertower_desktop.models.rules.draft import Draft
from ordertower_desktop.models.rules.tree import Group, Line, Node, lean

UNFINISHED = "还没填好"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words; `line` is the key of the condition that says them, 0 for what only joins. `bad` while that condition is unfinished."""

    words: str
    line: int = 0
    bad: bool = False


def pieces(draft: Draft, saved: Rule | None) -> tuple[Piece, ...]:
    """The whole sentence; while something is wrong its head and tail are those of `saved`."""
    made = draft.rule or saved
    head, tail = _around(made) if made is not None else ("", "")
    inside = [Piece(rated(made.rate))] if draft.aggregate and made and made.rate else list(_node(draft.root))
    return tuple(_merged([Piece(head), *inside, Piece(tail)]))


def _around(made: Rule) -> tuple[str, str]:
    """What stands before and after the conditions."""
    head = f"{phrase(made.scope)} 的订单：" if made.scope is not None else ""
    said = rated(made.rate) if made.rate is not None else phrase(made.when)
    return head, sentence(made).removeprefix(head + said)


def _node(node: Node) -> Iterator[Piece]:
    said = lean(node)
    if isinstance(said, Line):
        yield Piece(leaf.words(said) or UNFINISHED, said.key, bad=bool(leaf.fault(said)))
    elif said.denied:
        yield from (Piece("不满足（"), *_group(said), Piece("）"))
    else:
        yield from _group(said)


def _group(group: Group) -> Iterator[Piece]:
    if not group.parts:
        yield Piece(UNFINISHED, group.key, bad=True)
    for i, part in enumerate(group.parts):
        if i:
            yield Piece(" 且 " if group.join == "all" else " 或 ")
        said = lean(part)
        yield from (Piece("（"), *_node(said), Piece("）")) if isinstance(said, Group) and not said.denied else _node(said)


def _merged(found: list[Piece]) -> Iterator[Piece]:
    """Joining words that stand side by side as one piece; nothing empty."""
    held = ""
    for one in found:
        if one.line:
            if held:
                yield Piece(held)
            held = ""
            yield one
        else:
            held += one.words
    if held:
        yield Piece(held)

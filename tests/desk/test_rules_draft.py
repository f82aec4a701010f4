"""A rule while it is edited: the tree is what the file says, the sentence keeps step, and every step can be seen to be right."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ordertower_desktop.domain.judge import Context
from ordertower_desktop.domain.rehearsal import rehearse
from ordertower_desktop.domain.rule_reader import rule
from ordertower_desktop.domain.sentence import sentence
from ordertower_desktop.models.rules import fields, leaf, tree
from ordertower_desktop.models.rules.draft import Draft, begun, blank
from ordertower_desktop.models.rules.tree import Group, Line
from ordertower_desktop.models.rules.words import pieces
from ordertower_desktop.wire.codec import decode, encode
from tests.domain.rulework import START

PARTS = st.sampled_from([*leaf.FRESH.values(), {"field": "amount_fen", "at_least": 500_000}, {"field": "shop", "in": ["甲", "乙"]}])
TREES = st.recursive(
    PARTS,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts})
        | st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts})
        | inner.map(lambda part: {"not": part})
    ),
    max_leaves=7,
)


def of(when: dict[str, Any], **more: Any) -> Draft:
    return begun(rule({"id": "R05", "name": "发货超时进池", "state": "on", "when": when, **more}), 8)


def keys(root: Group) -> list[int]:
    return [node.key for node in tree.nodes(root)]


@example(when={"any": [{"not": {"all": [{"tag": "vip"}, {"tag": "held"}]}}, {"tag": "split"}, {"all": [{"tag": "vip"}, {"tag": "held"}]}]})
@given(when=TREES)
def test_the_sentence_in_pieces_is_the_sentence_of_the_rule(when: dict[str, Any]) -> None:
    draft = of(when, scope={"field": "platform", "is": "jd"}, actions=["popup"])
    made = draft.rule
    assert made is not None
    assert "".join(piece.words for piece in pieces(draft, None)) == sentence(made)
    assert all(tree.find(draft.root, piece.line) for piece in pieces(draft, None) if piece.line)


@given(when=TREES)
def test_every_line_stands_where_counts_and_faults_name_it(when: dict[str, Any]) -> None:
    draft = of(when)
    made = draft.rule
    assert made is not None
    counted = rehearse([], None, made, now=START, context=Context()).lines or {}
    assert {place for _, place in tree.places(draft.root)} <= counted.keys()
    assert (draft.touched, draft.changes) == (False, ())


@given(when=TREES, data=st.data())
def test_moves_lose_nothing_and_a_step_there_and_back_is_no_step(when: dict[str, Any], data: st.DataObject) -> None:
    root = of(when).root
    key, by = data.draw(st.sampled_from(keys(root))), data.draw(st.sampled_from([-1, 1]))
    moved = tree.move(root, key, by)
    assert sorted(keys(moved)) == sorted(keys(root))
    if moved != root and all(not isinstance(node, Group) or node.parts for node in tree.nodes(moved)):
        assert tree.move(moved, key, -by) == root


def test_a_line_moves_past_a_line_into_a_group_and_out_of_it() -> None:
    root = Group(1, "all", (Line(2, {"tag": "vip"}), Group(3, "any", (Line(4, {"tag": "held"}), Line(5, {"tag": "split"})))))
    inside = tree.move(root, 2, 1)
    assert keys(inside) == [1, 3, 2, 4, 5]
    assert tree.parent(inside, 2) == tree.find(inside, 3)
    assert keys(tree.move(inside, 4, -1)) == [1, 3, 4, 2, 5]
    below = tree.move(tree.move(tree.move(inside, 2, 1), 2, 1), 2, 1)
    assert keys(below) == [1, 3, 4, 5, 2]
    assert tree.parent(below, 2) == below
    assert tree.move(below, 2, 1) == below
    assert tree.move(below, 1, 1) == below


def test_lines_and_groups_come_and_go() -> None:
    root = tree.read({"tag": "vip"})
    more = tree.add(root, 1, Group(tree.fresh_key(root), "any"))
    assert of({"tag": "vip"}).with_root(more).faults == {3: "至少要有一个条件"}
    filled = tree.add(more, 3, Line(4, {"tag": "held"}))
    assert tree.written(filled) == {"all": [{"tag": "vip"}, {"tag": "held"}]}
    assert tree.written(tree.drop(filled, 3)) == {"tag": "vip"}
    assert tree.drop(filled, 1) == filled


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        ({"since": "payment_approved", "over": "h"}, "时长：要填大于 0 的数字，例如 24，再选单位"),
        ({"field": "amount_fen", "at_least": "很多"}, "值：要填数字，例如 5000"),
        ({"field": "shop", "is": ""}, "值：还没有填"),
        ({"field": "shop", "in": []}, "值：还没有填"),
        ({"event": "urged", "count_at_least": 0}, "次数：要写成 1 到 10000 的整数"),
        ({"stage": []}, "阶段：至少要有一个"),
        ({"field": "shop", "matches_prefix": ""}, ""),
        ({"field": "presale", "is": False}, ""),
    ],
)
def test_what_is_wrong_with_a_line_is_said_beside_it(table: dict[str, Any], wrong: str) -> None:
    draft = of({"tag": "vip"})
    draft = draft.with_root(tree.add(draft.root, 1, Line(9, table)))
    assert draft.faults.get(9, "").startswith(wrong) if wrong else 9 not in draft.faults
    assert (draft.rule is None) == bool(wrong)


def test_an_unfinished_line_is_a_gap_in_the_sentence_and_nothing_else_moves() -> None:
    draft = of({"all": [{"field": "presale", "is": False}, {"tag": "vip"}]})
    broken = draft.with_root(tree.put(draft.root, Line(4, {"field": "shop", "is": ""})))
    told = pieces(broken, draft.base)
    assert [piece.words for piece in told] == ["非预售", " 且 ", "还没填好", " → 进延迟池（告警）"]
    assert [piece.bad for piece in told] == [False, False, True, False]
    assert broken.changes == ()


def test_a_rule_is_touched_until_it_is_what_the_hub_holds_again() -> None:
    draft = of({"tag": "vip"}, on_delay="2min")
    other = draft.set("name", "别的").set("on_delay", "5min")
    assert other.touched
    assert other.changes == ("名称：发货超时进池 → 别的", "持续多久才进池：2 分钟 → 5 分钟")
    assert not other.set("name", "发货超时进池").set("on_delay", "2min").touched
    assert other.set("name", " ").faults == {0: "名称：还没有填"}


def test_a_new_rule_begins_with_the_composite_rule_of_the_floor() -> None:
    """S21: 非预售 且 付款后 24 小时未出库 且 无免催."""
    draft = blank("U01", 8)
    assert draft.touched
    assert "".join(piece.words for piece in pieces(draft, None)) == "付款后 24 小时未出库 且 非预售 且 客户无免催标识 → 进延迟池（告警）"


@given(when=TREES)
def test_what_is_saved_is_what_a_file_could_say(when: dict[str, Any]) -> None:
    draft = of(when)
    assert rule(decode(encode(draft.table), dict[str, Any])) == draft.rule


@pytest.mark.parametrize(
    ("field", "key", "text", "table"),
    [
        ("amount_fen", "at_least", "5,000 元", {"field": "amount_fen", "at_least": 500_000}),
        ("amount_fen", "over", "99.5", {"field": "amount_fen", "over": 9950}),
        ("items", "is", "3", {"field": "items", "is": 3}),
        ("shop", "in", "旗舰店，直播间、专营店", {"field": "shop", "in": ["旗舰店", "直播间", "专营店"]}),
        ("presale", "is:0", "", {"field": "presale", "is": False}),
        ("promise_moved", "is_not:1", "", {"field": "promise_moved", "is_not": True}),
        ("waybill", "has", "", {"field": "waybill", "matches_prefix": ""}),
        ("platform_order_id", "is", "0012", {"field": "platform_order_id", "is": "0012"}),
    ],
)
def test_what_is_written_into_a_form_is_what_a_file_would_say(field: str, key: str, text: str, table: dict[str, Any]) -> None:
    assert leaf.compared(field, key, text) == table
    told, value = leaf.comparison(table)
    assert told == key
    assert leaf.compared(field, told, fields.shown(field, value)) == table
    assert key in dict(fields.choices(field, key))


@pytest.mark.parametrize("one", [*leaf.FRESH.values()])
def test_every_kind_of_line_begins_whole(one: dict[str, Any]) -> None:
    assert leaf.fault(Line(1, one)) == ""
    assert leaf.words(Line(1, one))
    assert leaf.FRESH[leaf.kind(one)] == one

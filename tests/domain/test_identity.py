"""客户身份, as a law: both ways round the same, never by a telephone alone, and never into a customer that was split off."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.domain.identity import MAYBE, MOST, SURE, Face, Factor, Known, Match, compare, place

VALUES = st.sampled_from(["", "1", "2"])
FACES = st.builds(
    Face, id=st.sampled_from("abcdef"), platform=st.sampled_from(["taobao", "jd"]), oaid=VALUES, buyer=VALUES, phone=VALUES, address=VALUES,
    device=VALUES, name=VALUES, shown=st.sampled_from(["", "138****5678", "尾号 5678"]),
)  # fmt: skip


@given(FACES, FACES)
def test_both_ways_round_the_same(one: Face, other: Face) -> None:
    assert compare(one, other) == compare(other, one)
    assert 0 <= compare(one, other).score <= MOST


@given(FACES, FACES)
def test_without_the_platforms_word_two_factors_ask_and_three_decide(one: Face, other: Face) -> None:
    found = compare(one, other)
    told = {reason.factor: reason.match for reason in found.reasons}
    if Match.SAME in (told[Factor.OAID], told[Factor.BUYER]):
        assert found.score >= SURE
        return
    strong = [told[factor] for factor in (Factor.PHONE, Factor.ADDRESS, Factor.DEVICE)]
    agreed = sum(match in (Match.SAME, Match.PART) for match in strong)
    assert found.score < MAYBE or agreed >= 2
    assert (found.score >= SURE) == (strong == [Match.SAME] * 3)


@given(FACES, FACES)
def test_what_is_unknown_speaks_neither_for_nor_against(one: Face, other: Face) -> None:
    blind = replace(other, device="")
    assert compare(one, blind).score <= compare(one, other).score
    assert compare(one, blind).reasons[4].match is Match.UNKNOWN


@given(FACES, st.lists(st.builds(Known, FACES, st.sampled_from(["x", "y", "z"])), max_size=6), st.sets(st.sampled_from("xyz")))
def test_a_new_face_joins_one_customer_at_most_and_asks_about_no_split_pair(face: Face, known: list[Known], split: set[str]) -> None:
    found = place(face, known, lambda _home, other: other in split)
    best = max((compare(face, one.face).score for one in known if one.face.id != face.id), default=0)
    assert (found.joined is None) == (best < SURE)
    assert found.customer == face.id or found.customer in {one.customer for one in known}
    assert len(found.asked) <= len({one.customer for one in known} - split)
    assert all(likeness.score >= MAYBE for _, likeness in found.asked)

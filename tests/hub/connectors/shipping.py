"""What every connector that tells of shipments promises, one law a function; a new one is run through all by giving it a bench."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from ordertower_desktop.demo.platforms.counter import Trouble
from ordertower_desktop.demo.platforms.shelf import Sale, Shipment, State
from ordertower_desktop.domain.writeback import Answer, Move, Outcome
from ordertower_desktop.hub.connectors.attempt import attempt, rehearse
from ordertower_desktop.hub.connectors.connector import Parcel, Writer
from tests.hub.connectors.rig import SECRET, TOKEN, Rig

WAYBILL, OTHER = "78901234567890", "YT0000000000001"
LONG = timedelta(minutes=15)


@dataclass(slots=True)
class Bench:
    """A shop that can be told, over a rig. `code` is what its platform calls 中通."""

    rig: Rig
    open: Callable[[], Writer]
    code: str
    made: list[Writer] = field(default_factory=list)

    def writer(self) -> Writer:
        self.made.append(self.open())
        return self.made[-1]

    def parcel(self, sale: Sale, *, waybill: str = WAYBILL, carrier: str = "中通快递") -> Parcel:
        return Parcel(sale.number, carrier, waybill)

    def sale(self, **changed: object) -> Sale:
        """One paid order, or one that stands otherwise."""
        (one,) = self.rig.stock(1)
        self.rig.shelf.put(replace(one, **changed))  # type: ignore[arg-type]
        return one

    def tried(self, parcel: Parcel, move: Move = Move.SEND) -> Answer:
        return attempt(self.writer(), parcel, move, now=self.rig.hub_now)

    def strike(self, trouble: Trouble, *calls: int) -> None:
        """The calls so many from now on meet this trouble."""
        self.rig.counter.troubles = {self.rig.counter.calls + call: trouble for call in calls}

    @property
    def taken(self) -> list[Shipment]:
        return self.rig.shelf.shipments


def a_shipment_is_told_once_however_often_it_is_tried(bench: Bench) -> None:
    sale = bench.sale()
    answers = [bench.tried(bench.parcel(sale)) for _ in range(4)]
    assert {one.outcome for one in answers} == {Outcome.DONE}
    assert bench.taken == [Shipment(sale.number, bench.code, WAYBILL)]
    there = bench.rig.shelf.one(sale.number)
    assert there is not None
    assert (there.state, there.waybill) == (State.SHIPPED, WAYBILL)


def a_look_tells_nobody_anything(bench: Bench) -> None:
    parcel = bench.parcel(bench.sale())
    assert bench.tried(parcel, Move.LOOK).outcome is Outcome.REFUSED
    assert bench.taken == []
    bench.tried(parcel)
    assert bench.tried(parcel, Move.LOOK).outcome is Outcome.DONE


def what_was_heard_but_never_answered_is_found_by_looking(bench: Bench) -> None:
    """The line goes dead after the platform has done it: at first nobody can know, then it is seen, and it happened once."""
    parcel = bench.parcel(bench.sale())
    bench.strike(Trouble.LOST, 2)
    lost = bench.tried(parcel)
    assert lost.outcome is Outcome.UNKNOWN
    assert lost.ill
    assert len(bench.taken) == 1
    assert bench.tried(parcel, Move.LOOK).outcome is Outcome.DONE
    assert bench.tried(parcel).outcome is Outcome.DONE
    assert len(bench.taken) == 1


def what_was_never_heard_is_told_again_after_looking(bench: Bench) -> None:
    """A dead line, a page of the gateway's, half an answer, a fault inside a 200: none of them says whether it was heard."""
    for trouble in (Trouble.HANG_UP, Trouble.HTML, Trouble.BROKEN, Trouble.BUSY):
        parcel = bench.parcel(bench.sale())
        bench.strike(trouble, 2)
        assert bench.tried(parcel).outcome is Outcome.UNKNOWN, trouble
        assert bench.tried(parcel, Move.LOOK).outcome is Outcome.REFUSED
        assert bench.tried(parcel).outcome is Outcome.DONE
        assert len(bench.taken) == 1, trouble
        bench.taken.clear()


def half_an_answer_may_have_been_a_yes(bench: Bench) -> None:
    parcel = bench.parcel(bench.sale())
    bench.strike(Trouble.CUT, 2)
    assert bench.tried(parcel).outcome is Outcome.UNKNOWN
    assert len(bench.taken) == 1
    assert bench.tried(parcel).outcome is Outcome.DONE
    assert len(bench.taken) == 1


def whom_nobody_can_look_up_nobody_ships(bench: Bench) -> None:
    parcel = bench.parcel(bench.sale())
    for trouble in (Trouble.HANG_UP, Trouble.HTML, Trouble.CUT, Trouble.BROKEN, Trouble.BUSY, Trouble.TOO_MANY, Trouble.EXPIRED):
        bench.strike(trouble, 1)
        answer = bench.tried(parcel)
        assert (answer.outcome, answer.ill) == (Outcome.REFUSED, True), trouble
        assert bench.taken == []
        bench.strike(trouble, 1)
        assert bench.tried(parcel, Move.LOOK).outcome is Outcome.UNKNOWN


def who_is_throttled_has_told_nothing_and_knows_how_long_to_be_quiet(bench: Bench) -> None:
    for trouble in (Trouble.TOO_MANY, Trouble.THROTTLED):
        parcel = bench.parcel(bench.sale())
        bench.strike(trouble, 2)
        answer = bench.tried(parcel)
        assert (answer.outcome, answer.ill) == (Outcome.REFUSED, True)
        assert timedelta() < answer.wait <= timedelta(hours=1)
        assert "限流" in answer.why
        assert bench.taken == []


def an_expired_token_has_told_nothing_and_is_nobodys_order(bench: Bench) -> None:
    parcel = bench.parcel(bench.sale())
    bench.strike(Trouble.EXPIRED, 2)
    answer = bench.tried(parcel)
    assert (answer.outcome, answer.ill) == (Outcome.REFUSED, True)
    assert "重新授权" in answer.why
    assert bench.taken == []
    assert TOKEN not in repr(answer)
    assert SECRET not in repr(answer)


def what_is_shipped_with_this_very_waybill_is_done(bench: Bench) -> None:
    sale = bench.sale(state=State.SHIPPED, waybill=WAYBILL, shipped=bench.rig.now)
    assert bench.tried(bench.parcel(sale)).outcome is Outcome.DONE
    assert bench.taken == []


def another_waybill_there_is_for_a_person_to_see_to(bench: Bench) -> None:
    sale = bench.sale(state=State.SHIPPED, waybill=OTHER, shipped=bench.rig.now)
    answer = bench.tried(bench.parcel(sale))
    assert answer.outcome is Outcome.PERSON
    assert OTHER in answer.why
    assert bench.taken == []


def what_is_cancelled_or_being_refunded_is_never_shipped(bench: Bench) -> None:
    for changed in ({"state": State.CLOSED}, {"refunding": True}):
        answer = bench.tried(bench.parcel(bench.sale(**changed)))
        assert answer.outcome is Outcome.PERSON, changed
        assert not answer.ill
        assert bench.taken == []


def what_nobody_has_paid_or_nobody_knows_is_never_shipped(bench: Bench) -> None:
    assert bench.tried(Parcel("6999999999999999999", "中通", WAYBILL)).outcome is Outcome.PERSON
    assert bench.tried(Parcel("JD-77 号", "中通", WAYBILL)).outcome is Outcome.PERSON
    sale = bench.sale(word="987")
    assert bench.tried(bench.parcel(sale)).outcome is Outcome.PERSON
    assert bench.taken == []


def who_was_quicker_between_our_look_and_our_word_is_seen(bench: Bench) -> None:
    """The platform refuses because somebody shipped it a moment ago: with our number it is done, with another a person looks."""
    for waybill, outcome in ((WAYBILL, Outcome.DONE), (OTHER, Outcome.PERSON)):
        sale = bench.sale()
        first = bench.rig.counter.calls + 1

        def quicker(call: int, first: int = first, number: str = sale.number, waybill: str = waybill) -> None:
            old = bench.rig.shelf.one(number)
            if call == first and old is not None:
                bench.rig.shelf.put(replace(old, state=State.SHIPPED, waybill=waybill, shipped=bench.rig.now))

        bench.rig.counter.after = quicker
        assert bench.tried(bench.parcel(sale)).outcome is outcome
        assert bench.taken == []


def a_refund_that_began_between_our_look_and_our_word_stops_it(bench: Bench) -> None:
    sale = bench.sale()
    first = bench.rig.counter.calls + 1

    def begins(call: int) -> None:
        if call == first:
            bench.rig.shelf.put(replace(sale, refunding=True))

    bench.rig.counter.after = begins
    assert bench.tried(bench.parcel(sale)).outcome is Outcome.PERSON
    assert bench.taken == []


def a_carrier_without_a_code_is_asked_of_a_person_and_named(bench: Bench) -> None:
    for carrier in ("蜗牛快递", "中通快运", ""):
        answer = bench.tried(bench.parcel(bench.sale(), carrier=carrier))
        assert answer.outcome is Outcome.PERSON
        assert "编码" in answer.why
        assert carrier in answer.why
    assert bench.taken == []


def a_rehearsal_says_what_would_be_told_and_tells_nothing(bench: Bench) -> None:
    sale = bench.sale()
    said = rehearse(bench.writer(), bench.parcel(sale), now=bench.rig.hub_now)
    assert all(word in said for word in ("会发出", sale.number, bench.code, WAYBILL))
    assert bench.taken == []
    assert "不会发" in rehearse(bench.writer(), bench.parcel(bench.sale(state=State.CLOSED)), now=bench.rig.hub_now)
    bench.sale(state=State.SHIPPED, waybill=WAYBILL)
    assert "不用发" in rehearse(bench.writer(), bench.parcel(sale), now=bench.rig.hub_now)


def a_wrong_signature_is_told_as_one(bench: Bench) -> None:
    parcel = bench.parcel(bench.sale())
    bench.rig.counter.booth.secret = "another"  # type: ignore[attr-defined]
    answer = bench.tried(parcel)
    assert (answer.outcome, answer.ill) == (Outcome.REFUSED, True)
    assert "签名" in answer.why


def nothing_that_happens_on_the_way_makes_two_of_one(bench: Bench) -> None:
    """Whatever befalls whichever call: after enough rounds it is told, and told once."""
    for trouble in (*Trouble,):
        for call in (1, 2, 3):
            parcel = bench.parcel(bench.sale())
            bench.taken.clear()
            bench.strike(trouble, call)
            writer = bench.writer()
            for _ in range(3):
                last = attempt(writer, parcel, Move.SEND, now=bench.rig.hub_now)
                bench.rig.now += LONG
            bench.rig.counter.troubles = {}
            assert last.outcome is Outcome.DONE, (trouble, call)
            assert len(bench.taken) == 1, (trouble, call)


LAWS: tuple[Callable[[Bench], None], ...] = (
    a_shipment_is_told_once_however_often_it_is_tried,
    a_look_tells_nobody_anything,
    what_was_heard_but_never_answered_is_found_by_looking,
    what_was_never_heard_is_told_again_after_looking,
    half_an_answer_may_have_been_a_yes,
    whom_nobody_can_look_up_nobody_ships,
    who_is_throttled_has_told_nothing_and_knows_how_long_to_be_quiet,
    an_expired_token_has_told_nothing_and_is_nobodys_order,
    what_is_shipped_with_this_very_waybill_is_done,
    another_waybill_there_is_for_a_person_to_see_to,
    what_is_cancelled_or_being_refunded_is_never_shipped,
    what_nobody_has_paid_or_nobody_knows_is_never_shipped,
    who_was_quicker_between_our_look_and_our_word_is_seen,
    a_refund_that_began_between_our_look_and_our_word_stops_it,
    a_carrier_without_a_code_is_asked_of_a_person_and_named,
    a_rehearsal_says_what_would_be_told_and_tells_nothing,
    a_wrong_signature_is_told_as_one,
    nothing_that_happens_on_the_way_makes_two_of_one,
)

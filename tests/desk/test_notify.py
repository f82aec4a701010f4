"""Toasts: what the daemon is asked to show, what a click means, and what happens when daemon or bus go away."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from pytestqt.qtbot import QtBot

from ordertower_desktop.views.notify.linux import LinuxNotifier
from ordertower_desktop.views.notify.popup import Popup
from ordertower_desktop.views.notify.toaster import Toaster
from tests.desk.fake_bus import FakeWire

LATE = Popup("notice:1", "VIP 订单 3901 接单超时", "已超 2 时 29 分", "critical", (("take", "接手"), ("open", "查看")))


@dataclass(frozen=True)
class About:
    case: str = "C1"
    order: str = "4418296013577823901"
    cause: str = "erp"


@dataclass(frozen=True)
class Card:
    id: str = "notice:1"
    title: str = "VIP 订单 3901 接单超时"
    body: str = "已超 2 时 29 分，ERP 未收单"
    severity: str = "critical"
    notices: tuple[About, ...] = (About(),)
    sound: bool = True


class Wires:
    """Hands out one connection after another, as a bus that dies and comes back would."""

    def __init__(self, *wires: FakeWire | OSError) -> None:
        self._wires = list(wires)

    def __call__(self) -> FakeWire:
        wire = self._wires.pop(0) if len(self._wires) > 1 else self._wires[0]
        if isinstance(wire, OSError):
            raise wire
        return wire


@pytest.fixture
def wire() -> Iterator[FakeWire]:
    made = FakeWire()
    yield made
    made.close()


@pytest.fixture
def notifier(qtbot: QtBot, wire: FakeWire) -> Iterator[LinuxNotifier]:
    made = LinuxNotifier(lambda: wire, again_ms=1)
    with qtbot.waitSignal(made.turned):
        made.start()
    yield made
    made.close()


def test_a_toast_carries_title_words_buttons_and_urgency(qtbot: QtBot, notifier: LinuxNotifier, wire: FakeWire) -> None:
    notifier.show(LATE)
    _app, number, _icon, title, body, acts, hints, lasting = wire.notified[0]
    assert (number, title, body) == (0, LATE.title, LATE.body)
    assert acts == ["take", "接手", "open", "查看"]
    assert hints["urgency"] == ("y", 2)
    assert lasting == 0


def test_the_same_card_again_replaces_the_toast(qtbot: QtBot, notifier: LinuxNotifier, wire: FakeWire) -> None:
    notifier.show(LATE)
    qtbot.waitUntil(lambda: bool(notifier._numbers))
    notifier.show(replace(LATE, body="已超 2 时 30 分"))
    assert wire.notified[1][1] == wire.numbers[0]


def test_what_changes_while_the_daemon_thinks_is_sent_after_it(qtbot: QtBot, notifier: LinuxNotifier, wire: FakeWire) -> None:
    wire.hold = True
    notifier.show(LATE)
    notifier.show(replace(LATE, body="二"))
    notifier.show(replace(LATE, body="三"))
    wire.release()
    qtbot.waitUntil(lambda: len(wire.notified) == 2)
    assert wire.notified[1][4] == "三"
    assert wire.numbers == [1, 1]


def test_a_card_withdrawn_while_the_daemon_thinks_is_taken_down(qtbot: QtBot, notifier: LinuxNotifier, wire: FakeWire) -> None:
    wire.hold = True
    notifier.show(LATE)
    notifier.withdraw(LATE.id)
    wire.release()
    qtbot.waitUntil(lambda: wire.closed == [1])


def test_outside_words_reach_the_daemon_as_words(qtbot: QtBot, notifier: LinuxNotifier, wire: FakeWire) -> None:
    notifier.show(replace(LATE, body='<img src="x"> & <b>急</b>\u202e'))
    assert wire.notified[0][4] == "&lt;img src=&quot;x&quot;&gt; &amp; &lt;b&gt;急&lt;/b&gt;"


def test_a_daemon_without_markup_and_buttons_gets_neither(qtbot: QtBot) -> None:
    wire = FakeWire(able=("body",))
    notifier = LinuxNotifier(lambda: wire)
    with qtbot.waitSignal(notifier.turned):
        notifier.start()
    notifier.show(replace(LATE, body="a < b"))
    assert wire.notified[0][4:6] == ("a < b", [])
    notifier.close()
    wire.close()


def test_a_click_names_the_card_and_the_act(qtbot: QtBot, notifier: LinuxNotifier, wire: FakeWire) -> None:
    notifier.show(LATE)
    qtbot.waitUntil(lambda: bool(notifier._numbers))
    with qtbot.waitSignal(notifier.invoked) as clicked:
        wire.click(wire.numbers[0], "take")
    assert clicked.args == ["notice:1", "take"]


def test_withdrawing_closes_the_toast(qtbot: QtBot, notifier: LinuxNotifier, wire: FakeWire) -> None:
    notifier.show(LATE)
    qtbot.waitUntil(lambda: bool(notifier._numbers))
    notifier.withdraw(LATE.id)
    assert wire.closed == wire.numbers


def test_a_daemon_that_dies_is_noticed_and_its_successor_shows_everything_again(
    qtbot: QtBot, notifier: LinuxNotifier, wire: FakeWire
) -> None:
    notifier.show(LATE)
    qtbot.waitUntil(lambda: bool(notifier._numbers))
    with qtbot.waitSignal(notifier.turned):
        wire.daemon_dies()
    assert not notifier.works
    with qtbot.waitSignal(notifier.turned):
        wire.daemon_comes()
    qtbot.waitUntil(lambda: len(wire.notified) == 2)
    assert wire.notified[1][1] == 0


def test_a_bus_that_dies_is_found_again(qtbot: QtBot) -> None:
    first, second = FakeWire(), FakeWire()
    notifier = LinuxNotifier(Wires(first, OSError(), second), again_ms=1)
    with qtbot.waitSignal(notifier.turned):
        notifier.start()
    notifier.show(LATE)
    qtbot.waitUntil(lambda: bool(notifier._numbers))
    first.bus_dies()
    qtbot.waitUntil(lambda: len(second.notified) == 1)
    assert notifier.works
    notifier.close()
    for wire in (first, second):
        wire.close()


def test_without_a_bus_nothing_works_and_nothing_breaks(qtbot: QtBot) -> None:
    notifier = LinuxNotifier(Wires(OSError("no bus")), again_ms=60_000)
    toaster = Toaster([notifier])
    with qtbot.waitSignal(toaster.channel_changed) as told:
        toaster.start()
    assert told.args == [""]
    toaster.show(Card())
    toaster.test()
    toaster.close()


def test_one_notice_can_be_taken_in_hand_and_leaves_when_it_is(qtbot: QtBot, notifier: LinuxNotifier, wire: FakeWire) -> None:
    toaster = Toaster([notifier])
    toaster._choose()
    toaster.show(Card())
    qtbot.waitUntil(lambda: bool(notifier._numbers))
    assert wire.notified[0][5] == ["take", "接手", "later", "稍后10分钟", "open", "查看"]
    with qtbot.waitSignal(toaster.asked) as asked:
        wire.click(wire.numbers[0], "take")
    assert asked.args == ["take", Card()]
    assert toaster.up == []


def test_a_digest_can_be_looked_at_or_put_off(qtbot: QtBot, notifier: LinuxNotifier, wire: FakeWire) -> None:
    toaster = Toaster([notifier])
    toaster._choose()
    toaster.show(Card(notices=(About(), About(case="C2"))))
    assert wire.notified[0][5] == ["later", "稍后10分钟", "open", "查看"]


def test_a_toast_keeps_to_twenty_characters_and_two_lines(qtbot: QtBot, notifier: LinuxNotifier, wire: FakeWire) -> None:
    toaster = Toaster([notifier])
    toaster._choose()
    toaster.show(Card(title="字" * 60, body="一\n二\n三\n四"))
    assert len(wire.notified[0][3]) == 20
    assert wire.notified[0][4] == "一\n二"


def test_a_card_that_was_closed_by_hand_is_not_opened_by_an_update(qtbot: QtBot, notifier: LinuxNotifier, wire: FakeWire) -> None:
    toaster = Toaster([notifier])
    toaster._choose()
    toaster.show(Card())
    qtbot.waitUntil(lambda: bool(notifier._numbers))
    with qtbot.waitSignal(notifier.gone):
        wire.dismiss(wire.numbers[0])
    toaster.update(Card(body="别的话"))
    assert len(wire.notified) == 1

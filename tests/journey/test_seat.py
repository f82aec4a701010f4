"""A desk moves from the hub beside it to a floor's: an invitation becomes a login, and the glass follows (real processes)."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ordertower_desktop.app import Seat
from ordertower_desktop.sync import preferences
from ordertower_desktop.views.glass.start import Bridge
from tests.journey.real import desk, stop_hub_of


@pytest.fixture
def invitation(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """(address, code) of a hub that runs beside somebody else's desk."""
    floor = tmp_path / "floor"
    with desk(floor) as other:
        try:
            other.online()
            hub = json.loads((floor / "hub.json").read_text())
            headers = {"Authorization": f"Bearer {hub['token']}"}
            with httpx.Client(base_url=hub["url"], headers=headers, trust_env=False, timeout=20) as http:
                http.put("/v1/people", json={"id": "li", "name": "李婷", "role": "agent", "post": "agent"}).raise_for_status()
                code = http.post("/v1/people/li/invitation").raise_for_status().json()["code"]
            yield hub["url"], code
        finally:
            stop_hub_of(floor)


def test_an_invitation_takes_the_desk_to_another_hub(qtbot: QtBot, qapp: QApplication, invitation: tuple[str, str], tmp_path: Path) -> None:
    folder, (url, code) = tmp_path / "mine", invitation
    bridge = Bridge(qapp)
    states: list[tuple[str, str]] = []
    bridge.state.connect(lambda state: states.append((str(state.link), state.person)))
    seat = Seat(folder, bridge, "")
    seat.desk.start()
    try:
        qtbot.waitUntil(lambda: ("online", "local") in states, timeout=60_000)
        with qtbot.waitSignal(bridge.answered, timeout=60_000) as answered:
            seat.ask("welcome", "enrol", [url, code])
        assert answered.args == ["welcome", "enrol", (url, "li", "session")]
        seat.move(url, "li")
        qtbot.waitUntil(lambda: ("online", "li") in states, timeout=60_000)
        assert preferences.read(folder).hub == url
        with qtbot.waitSignal(bridge.answered, timeout=60_000) as again:
            seat.ask("welcome", "enrol", [url, code])
        assert "邀请码不对" in str(again.args[2])
    finally:
        seat.desk.stop()
        stop_hub_of(folder)

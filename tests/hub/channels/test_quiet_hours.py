"""At night nothing rings but what is critical; in the morning one message tells what came meanwhile, and nothing is lost."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ordertower_desktop.hub.store.tables import versions
from tests.hub.channels.story import Spoken, ledger, phoned
from tests.hub.floor import RULES, Clock, Floor
from tests.hub.place import Place

NIGHT = {"person": "*", "start": "12:00", "end": "20:00"}
"""The floor begins at noon, so its night does."""


@contextmanager
def floor(folder: Path, place: Place, *quiet: dict[str, str], severity: str = "warning") -> Iterator[tuple[Floor, Spoken, Spoken]]:
    wecom, sms = Spoken("wecom", "wecom"), Spoken("sms", "sms")
    with phoned(folder, place, Clock(), {"wecom": wecom, "sms": sms}) as made:
        with made.tower.db.write() as conn:
            rules = RULES.replace('severity = "critical"', f'severity = "{severity}"')
            versions.add(conn, "rules", rules.encode(), by="", now=made.now, why="test")
        asked = {"text": json.dumps({"quiet": list(quiet)})}
        made.call("PUT", "/v1/roster", who="li", json=asked).raise_for_status()
        yield made, wecom, sms


def test_what_comes_at_night_is_told_in_one_message_in_the_morning(tmp_path: Path, place: Place) -> None:
    with floor(tmp_path, place, {**NIGHT, "channel": "wecom"}) as (hub, wecom, sms):
        for number in range(12):
            hub.paid(f"n{number:02}", hours_ago=25)
        for _ in range(16):
            hub.advance(minutes=30)
            if hub.now.hour < 12:
                assert wecom.said == []
        assert sms.said, "the other channel has no night"
        assert hub.now.hour == 12, "20:00 on the floor"
        told = {line.split()[1] for message in wecom.said for line in message.lines}
        assert told == {f"n{number:02}" for number in range(12)}
        assert {message.to[0].id for message in wecom.said} == {"zhao", "lin"}
        assert len(wecom.said) == 2, "one message each"
        assert "其中免打扰时段攒下 6 单" in wecom.said[0].head
        assert {line["state"] for line in ledger(hub, "wecom")} == {"sent"}


def test_what_is_critical_rings_at_night(tmp_path: Path, place: Place) -> None:
    with floor(tmp_path, place, NIGHT, severity="critical") as (hub, wecom, _sms):
        hub.paid("n1", hours_ago=25)
        hub.advance(minutes=5)
        assert len(wecom.said) == 1


def test_a_night_of_one_person_is_no_night_of_another(tmp_path: Path, place: Place) -> None:
    with floor(tmp_path, place, {**NIGHT, "person": "zhao"}) as (hub, wecom, _sms):
        hub.paid("n1", hours_ago=25)
        hub.paid("n2", hours_ago=25)
        hub.advance(minutes=5)
        assert [message.to[0].id for message in wecom.said] == ["lin"]
        (waits,) = [line for line in ledger(hub, "wecom") if line["state"] == "pending"]
        assert waits["why"] == "免打扰，20:00 再发"


def test_what_was_answered_in_the_night_is_not_told_in_the_morning(tmp_path: Path, place: Place) -> None:
    with floor(tmp_path, place, NIGHT) as (hub, wecom, sms):
        hub.paid("n1", hours_ago=25)
        hub.advance(minutes=6)
        row = hub.pool()["n1"]
        hub.sync({"id": "a1", "do": "acknowledge", "case": row.case, "version": row.version}, who=row.owner)
        hub.advance(hours=8)
        assert (wecom.said, sms.said) == ([], [])


def test_what_could_not_go_out_within_an_hour_of_the_morning_is_recorded_as_missed(tmp_path: Path, place: Place) -> None:
    with floor(tmp_path, place, {**NIGHT, "channel": "wecom"}) as (hub, wecom, _sms):
        hub.paid("n1", hours_ago=25)
        hub.advance(minutes=6)
        hub.clock.at += timedelta(hours=9)  # nobody worked until an hour after the morning
        hub.work()
        assert wecom.said == []
        assert [line["state"] for line in ledger(hub, "wecom")] == ["stale"]


def put(hub: Floor, who: str, person: str, **addresses: str) -> Any:
    return hub.call("PUT", f"/v1/people/{person}/contacts", who=who, json=addresses)


def test_nobody_takes_their_own_phone_out_of_the_chain(tmp_path: Path, place: Place) -> None:
    with floor(tmp_path, place) as (hub, _wecom, _sms):
        assert put(hub, "li", "li", wecom="LiTing", sms="13700137000").status_code == 200
        refused = put(hub, "li", "li", wecom="LiTing")
        assert refused.status_code == 403
        assert refused.json()["title"] == "短信是告警链找到您的渠道，本人不能去掉。号码变了请直接填新的；确要停用，请另一位主管来改"
        assert put(hub, "li", "li", wecom="LiTing", sms="13700137999").status_code == 200, "a new number is fine"
        assert put(hub, "it", "li", wecom="LiTing").status_code == 200, "somebody else may"
        assert put(hub, "zhao", "zhao").status_code == 403


STEPS = [
    {"after": "0s", "channel": "in_app", "to": "owner", "name": "站内"},
    {"after": "5min", "channel": "sms", "to": "person", "whom": "li", "name": "短信李婷"},
    {"after": "9min", "channel": "wecom", "to": "supervisor", "name": "企业微信主管"},
]


def saved(hub: Floor, who: str, steps: list[dict[str, str]], base: int = 0) -> Any:
    newest = hub.call("GET", "/v1/policies", who="li").json()["version"]
    asked = {"policy": {"id": "night", "name": "夜班链", "steps": steps}, "base": newest}
    return hub.call("PUT", "/v1/policies/night", who=who, json=asked)


@pytest.mark.parametrize(("gone", "way"), [(1, "短信"), (2, "企业微信")])
def test_nobody_takes_the_step_out_that_rings_their_own_phone(tmp_path: Path, place: Place, gone: int, way: str) -> None:
    with floor(tmp_path, place) as (hub, _wecom, _sms):
        assert saved(hub, "li", STEPS).status_code == 200
        less = [step for number, step in enumerate(STEPS) if number != gone]
        refused = saved(hub, "li", less)
        assert refused.status_code == 403, refused.text
        assert refused.json()["title"] == f"“夜班链”里用{way}提醒您的那一步，本人不能去掉；确要去掉，请另一位主管来改"
        later = [dict(step) for step in STEPS]
        later[gone]["after"] = "12min"
        assert saved(hub, "li", sorted(later, key=lambda step: step["after"] == "12min")).status_code == 200, "another time is fine"
        page = hub.call("GET", "/v1/policies", who="li").json()
        text = json.dumps({**json.loads(page["text"]), "policies": []})
        assert hub.call("PUT", "/v1/policies", who="li", json={"text": text}).status_code == 403, "nor with the whole file"
        assert saved(hub, "it", less).status_code == 200, "somebody whom it does not ring may"

"""Channels as an administrator sees them: set up in a file, tested by a button, shown with their health."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ordertower_desktop.hub.channels import aliyun_sms, dingtalk, feishu, mail, tencent_sms, wecom_app, wecom_robot
from ordertower_desktop.hub.channels.channel import ChannelRefused, Message
from ordertower_desktop.hub.channels.limit import longest
from ordertower_desktop.hub.channels.opening import Mute, opened
from ordertower_desktop.hub.store.tables import sends
from ordertower_desktop.hub.workers.watch import SENDS_KEPT
from ordertower_desktop.settings import BadSetting, Settings, read
from ordertower_desktop.sync.commands.checkup.floor import channel
from tests.hub.channels.fakes import AliyunGateway, WecomGroup
from tests.hub.channels.story import Phone, group_robot, ledger, phoned, text_messages
from tests.hub.floor import Clock, Floor
from tests.hub.place import Place

FILE = """
[[channel]]
id = "wecom-floor"
kind = "wecom_robot"
secret = "env:ROBOT_KEY"

[[channel]]
id = "ding"
kind = "dingtalk_robot"
secret = "env:DING_TOKEN"
sign = "env:DING_SIGN"

[[channel]]
id = "mail"
kind = "mail"
base_url = "smtps://smtp.example.com:465"
sender = "tower@example.com"
"""


def settings(tmp_path: Path, text: str) -> Settings:
    file = tmp_path / "ordertower.toml"
    file.write_text(text, "utf-8")
    return read(file, {})


@pytest.fixture
def group(running: Callable[..., WecomGroup]) -> WecomGroup:
    return running(WecomGroup)


@pytest.fixture
def hub(tmp_path: Path, place: Place, clock: Clock, group: WecomGroup, running: Callable[..., AliyunGateway]) -> Iterator[Floor]:
    with phoned(tmp_path, place, clock, {"wecom-floor": group_robot(group), "ali": text_messages(running(AliyunGateway))}) as floor:
        yield floor


def line(hub: Floor, id: str) -> dict[str, Any]:
    (found,) = [one for one in hub.call("GET", "/v1/channels").json() if one.get("id") == id]
    return dict(found)


def test_channels_are_opened_from_the_file_with_their_secrets_looked_up(tmp_path: Path) -> None:
    kept = {"env:ROBOT_KEY": "k", "env:DING_TOKEN": "t", "env:DING_SIGN": "s"}
    made = opened(settings(tmp_path, FILE).channel, lambda secret: kept[secret.reference])
    assert [(one.about.id, one.about.kind) for one in made.values()] == [("wecom-floor", "wecom"), ("ding", "dingtalk"), ("mail", "mail")]
    for one in made.values():
        one.close()


def test_a_channel_without_its_secret_is_shown_and_says_why_it_is_mute(tmp_path: Path, clock: Clock) -> None:
    made = opened(settings(tmp_path, FILE).channel[:1], lambda _: "")
    assert isinstance(made["wecom-floor"], Mute)
    with pytest.raises(ChannelRefused, match="找不到密钥 env:ROBOT_KEY"):
        made["wecom-floor"].send(Message("k", "", (), ()), now=clock())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "dingtalk_robot"', 'kind = "dingtalk_robt"', r"第 9 行.*没有 dingtalk_robt，是不是 dingtalk_robot？"),
        ('sign = "env:DING_SIGN"', 'sing = "env:DING_SIGN"', r"第 11 行.*没有这个设置，是不是 sign？"),
        ('secret = "env:DING_TOKEN"\n', "", r"第 8 行.*渠道 ding 还要写 secret"),
        ('secret = "env:ROBOT_KEY"', 'secret = "693a91f6"', r"第 5 行.*密钥不能直接写在设置里"),
        ('sign = "env:DING_SIGN"', 'sign = "SEC0000"', r"第 11 行.*密钥不能直接写在设置里"),
        ("smtps://smtp.example.com:465", "smtp.example.com", r"第 16 行.*smtps://主机:465"),
        ('sign = "env:DING_SIGN"', 'base_url = "http://oapi.example.com"', r"第 11 行.*密钥不能明文传出本机"),
        ('id = "mail"', 'id = "邮件"', r"第 14 行.*小写字母"),
    ],
)
def test_a_wrong_channel_stops_the_start_with_line_and_suggestion(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in FILE
    with pytest.raises(BadSetting, match=said):
        settings(tmp_path, FILE.replace(old, new))


def test_a_test_goes_out_and_shows(hub: Floor, group: WecomGroup) -> None:
    assert line(hub, "wecom-floor")["why"] == "还没有发过，请试发一次"
    told = hub.call("POST", "/v1/channels/wecom-floor/test", who="it")
    assert told.json() == {"ok": True, "said": "ok", "why": ""}
    Phone(group).expect("渠道测试", "测试消息")
    shown = line(hub, "wecom-floor")
    assert shown["tested_at"] == shown["last_ok"] == "2025-11-12T04:00:00Z"
    assert shown["left"] == 1
    assert ledger(hub, "wecom") == []


def test_a_failed_test_says_what_to_do_and_never_the_key(hub: Floor, group: WecomGroup) -> None:
    right, group.key = group.key, "another"
    told = hub.call("POST", "/v1/channels/wecom-floor/test", who="it").json()
    assert (told["ok"], told["said"]) == (False, "refused")
    assert "重新添加" in told["why"]
    assert right not in told["why"] + json.dumps(line(hub, "wecom-floor"))
    assert "重新添加" in line(hub, "wecom-floor")["last_error"]


def test_tests_keep_to_the_limits_too(hub: Floor) -> None:
    answers = [hub.call("POST", "/v1/channels/ali/test", who="it", json={"person": "zhao"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]
    assert answers[1].headers["Retry-After"] == "65"


def test_only_an_administrator_tests_and_only_a_supervisor_sees_contacts(hub: Floor) -> None:
    assert hub.call("POST", "/v1/channels/ali/test", who="li", json={"person": "zhao"}).status_code == 403
    assert hub.call("GET", "/v1/people/zhao/contacts", who="zhao").status_code == 403
    assert hub.call("POST", "/v1/channels/no/test", who="it").status_code == 404
    assert hub.call("POST", "/v1/channels/ali/test", who="it", json={"person": "no"}).status_code == 422


def test_numbers_come_back_masked_and_stay_off_the_feed(hub: Floor) -> None:
    assert hub.call("GET", "/v1/people/zhao/contacts", who="li").json() == {
        "wecom": "Zha****Ming",
        "dingtalk": "",
        "feishu": "",
        "sms": "138****8000",
        "mail": "z***@example.com",
    }
    assert "13800138000" not in str(hub.desk("li").catch_up().held)
    assert "13800138000" not in hub.call("GET", "/v1/audit", who="li", params={"limit": 1000}).text


@pytest.mark.parametrize("body", [{"sms": "12345"}, {"mail": "x@y\r\nBcc: z@y"}, {"feishu": 'ou"></at>'}, {"fax": "1"}])
def test_a_wrong_address_is_refused(hub: Floor, body: dict[str, str]) -> None:
    assert hub.call("PUT", "/v1/people/zhao/contacts", who="li", json=body).status_code in (400, 422)


def test_what_is_not_set_up_is_still_only_recorded(hub: Floor) -> None:
    lines = {one["channel"]: one for one in hub.call("GET", "/v1/channels").json() if not one.get("id")}
    assert lines["in_app"]["connected"]
    assert {key: one["connected"] for key, one in lines.items() if key != "in_app"} == {"dingtalk": False, "feishu": False, "mail": False}


def test_a_channel_taken_out_of_the_settings_leaves_its_messages_as_owed(
    tmp_path: Path, place: Place, clock: Clock, group: WecomGroup
) -> None:
    group.moods = ["503"] * 9
    with phoned(tmp_path, place, clock, {"wecom-floor": group_robot(group)}) as hub:
        hub.paid("6632", hours_ago=25)
        hub.advance(minutes=5)
        assert [one["state"] for one in ledger(hub, "wecom")] == ["pending"]
    with phoned(tmp_path, place, clock, {}) as hub:
        assert [(one["state"], one["why"]) for one in ledger(hub, "wecom")] == [("due", "渠道已从设置里去掉，只作记录")]


def test_old_attempts_are_forgotten_but_not_how_the_channel_last_fared(hub: Floor, group: WecomGroup) -> None:
    for _ in range(4):
        hub.call("POST", "/v1/channels/wecom-floor/test", who="it")
        hub.advance(minutes=10)
    before = line(hub, "wecom-floor")
    hub.advance(days=15, hours=10)  # in the night, when no channel tests itself
    with hub.tower.db.read() as conn:
        assert len(sends.latest(conn, "wecom-floor")) == 1
    assert line(hub, "wecom-floor")["last_ok"] == before["last_ok"]


def test_every_limit_looks_back_less_far_than_attempts_are_kept() -> None:
    for module in (wecom_robot, wecom_app, dingtalk, feishu, mail, aliyun_sms, tencent_sms):
        assert longest(module.about_of("x").limits) < SENDS_KEPT


def test_the_doctor_tells_a_tested_channel_from_one_that_never_spoke(hub: Floor, group: WecomGroup) -> None:
    before = channel(line(hub, "wecom-floor"))
    hub.call("POST", "/v1/channels/wecom-floor/test", who="it")
    well = channel(line(hub, "wecom-floor"))
    group.key = "another"
    hub.clock.at += timedelta(hours=1)
    hub.call("POST", "/v1/channels/wecom-floor/test", who="it")
    ill = channel(line(hub, "wecom-floor"))
    group.key = hub.hub.channels["wecom-floor"]._key
    hub.call("POST", "/v1/channels/wecom-floor/test", who="it")
    hub.clock.at += timedelta(days=8)
    silent = channel(line(hub, "wecom-floor"))
    assert [one.state for one in (before, well, ill, silent)] == ["warn", "ok", "warn", "warn"]
    assert "试发一次" in before.advice
    assert "重新添加" in ill.advice
    assert "超过 7 天没有成功发过" in silent.advice


DEMO = """
import os, sys
from pathlib import Path
os.environ["XDG_CONFIG_HOME"] = sys.argv[1]
from ordertower_desktop import settings, staging
assert settings.read(None, {}).channel, "the file is not found"
import argparse
day = staging.day_of(argparse.Namespace(day="quiet", seed=1, refuse=(), until=""))
folder = Path(sys.argv[1]) / "demo"
folder.mkdir()
with staging.opened(day, 1, folder) as made:
    print(len(made.hub.channels), [duty.name for duty in made.hub.duties() if duty.name.startswith("deliver")])
"""


def test_the_demo_has_no_channel_whatever_the_settings_say(tmp_path: Path) -> None:
    (tmp_path / "OrderTower").mkdir()
    (tmp_path / "OrderTower" / "ordertower.toml").write_text(FILE, "utf-8")
    done = subprocess.run([sys.executable, "-c", DEMO, str(tmp_path)], capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout == "0 []\n", done.stderr[-2000:]

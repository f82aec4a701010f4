"""The desk without a window as a real process: what it calls saved is on the disk, whatever happens to it next."""

import random
from pathlib import Path

import pytest

from ordertower_desktop.sync.files import Files
from ordertower_desktop.sync.outbox import Outbox
from tests.journey.real import Desk, desk

NOWHERE = "http://127.0.0.1:9"


def _kept(folder: Path) -> list[str]:
    files = Files(folder)
    outbox = Outbox(files.outbox, files.quarantine)
    found = [item.entry.id for item in outbox.unsettled()]
    outbox.close()
    return found


def test_a_desk_that_is_killed_has_kept_everything_it_called_saved(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    chance = random.Random(11)
    saved: list[str] = []
    for life in range(40 if request.config.getoption("--long") else 4):
        made = Desk(tmp_path / "d", NOWHERE, "t")
        asked = [f"{life}-{i}" for i in range(chance.randrange(1, 30))]
        for id_ in asked:
            made.say(id=id_, do="note", case="c1", text="断电前")
        wanted = chance.choice(asked)
        made.until(lambda line, wanted=wanted: line.get("saved") == wanted)
        made.kill()
        saved += [line["saved"] for line in made.said if "saved" in line]
        kept = _kept(tmp_path / "d")
        assert set(saved) <= set(kept)
        assert len(kept) == len(set(kept))


def test_lines_that_are_no_commands_are_answered_in_chinese_and_do_no_harm(tmp_path: Path) -> None:
    with desk(tmp_path / "d", NOWHERE, "t") as made:
        wrong = ({"do": "acknowledge"}, {"id": "x", "do": "explode", "case": "c"}, {"id": "x", "do": "snooze"}, {"ask": "weather"})
        for words in wrong:
            made.say(**words)
            assert made.until(lambda line: "error" in line)["error"]
        assert made.child.stdin
        made.child.stdin.write("{not json\n\n")
        made.child.stdin.flush()
        assert made.until(lambda line: "error" in line)["error"].startswith("内容不合格式")
        made.say(id="x1", do="acknowledge", case="c1")
        made.until(lambda line: line.get("saved") == "x1")
        assert [item["id"] for item in made.outbox()] == ["x1"]


def test_the_same_id_for_another_action_is_not_saved(tmp_path: Path) -> None:
    with desk(tmp_path / "d", NOWHERE, "t") as made:
        made.saved(id="x1", do="acknowledge", case="c1")
        made.saved(id="x1", do="acknowledge", case="c1")
        made.say(id="x1", do="acknowledge", case="c2")
        told = made.result("x1")
        assert not told["ok"]
        assert told["why"].startswith("未保存")
        assert len(made.outbox()) == 1


def test_it_says_that_nobody_answers_and_ends_with_its_input(tmp_path: Path) -> None:
    with desk(tmp_path / "d", NOWHERE, "t") as made:
        state = made.until(lambda line: line.get("state", {}).get("link") == "offline")["state"]
        assert "连不上中枢" in state["why"]
        made.say(ask="pool")
        assert made.until(lambda line: line.get("ask") == "pool")["pool"] == []
        assert made.end() == 0


def test_the_token_may_come_as_the_first_line_and_is_written_nowhere(tmp_path: Path) -> None:
    made = Desk(tmp_path / "d", NOWHERE)
    assert made.child.stdin
    made.child.stdin.write("ot-geheim-4711\n")
    made.saved(id="x1", do="acknowledge", case="c1")
    made.until(lambda line: line.get("state", {}).get("link") == "offline")
    assert made.end() == 0
    said = repr(made.said) + "".join(made.complaints)
    assert "geheim" not in said
    assert not [path for path in (tmp_path / "d").rglob("*") if path.is_file() and b"geheim" in path.read_bytes()]


def test_without_a_token_it_does_not_start(tmp_path: Path) -> None:
    made = Desk(tmp_path / "d", NOWHERE)
    assert made.end() == 1
    assert "缺少令牌" in "".join(made.complaints)


def test_a_second_one_in_the_same_folder_says_so(tmp_path: Path) -> None:
    with desk(tmp_path / "d", NOWHERE, "t") as first:
        first.saved(id="x1", do="acknowledge", case="c1")
        with desk(tmp_path / "d", NOWHERE, "t") as second:
            assert "已有一个桌面" in second.until(lambda line: "error" in line)["error"]
            second.say(id="x2", do="acknowledge", case="c1")
            assert not second.result("x2")["ok"]
        assert [item["id"] for item in first.outbox()] == ["x1"]

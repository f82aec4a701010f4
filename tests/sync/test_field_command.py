"""`ordertower field check`: the fields of a file as people will see them, or what is wrong with it and where."""

import argparse
from pathlib import Path

import pytest

from ordertower_desktop.domain.fault import BadFile
from ordertower_desktop.domain.ownfield_reader import EXAMPLE
from ordertower_desktop.sync.commands.fields import run

TEXT = """
[[field]]
key = "gross"
name = "毛重"
kind = "数字"
unit = "千克"
plain = true
[[field]]
key = "pickup"
name = "提货方式"
kind = "选项"
choices = ["自提", "送货"]
"""


def check(path: Path) -> int:
    return run(argparse.Namespace(verb="check", file=str(path)))


def test_a_file_is_told_field_by_field_without_a_hub(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "字段.toml"
    path.write_text(TEXT, encoding="utf-8")
    assert check(path) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[:2] == ["毛重（gross，数字 千克，所有岗位可见）", "提货方式（pickup，选项：自提、送货）"]


def test_what_ships_reads_once_its_example_is_uncommented(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "fields.toml"
    path.write_text("\n".join(line.removeprefix("# ") for line in EXAMPLE.splitlines()[8:]), encoding="utf-8")
    assert check(path) == 0
    assert "毛重（gross_weight，数字 千克，所有岗位可见）" in capsys.readouterr().out


def test_what_is_wrong_is_named_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "fields.toml"
    path.write_text(TEXT + '[[field]]\nkey = "gross"\nname = "净重"\n', encoding="utf-8")
    with pytest.raises(BadFile) as bad:
        check(path)
    assert "第 3 个字段" in str(bad.value)

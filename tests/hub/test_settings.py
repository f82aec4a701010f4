"""Settings: one file, the environment on top, and a start that stops with a sentence."""

from datetime import timedelta
from pathlib import Path

import pytest

from ordertower_desktop.settings import BadSetting, Secret, read


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "ordertower.toml"
    file.write_text(text, "utf-8")
    return file


def test_a_file_and_a_variable_are_read_and_the_variable_wins(tmp_path: Path) -> None:
    file = written(tmp_path, '[hub]\nlisten = "0.0.0.0:9000"\nidle = "90s"\n[[source]]\nmapping = "erp.toml"\nevery = "6s"\n')
    settings = read(file, {"ORDERTOWER__HUB__IDLE": "2min", "ORDERTOWER__HUB__HOSTS": "a.example, b.example", "PATH": "x"})
    assert settings.hub.listen == "0.0.0.0:9000"
    assert settings.hub.idle == timedelta(minutes=2)
    assert settings.hub.hosts == ("a.example", "b.example")
    assert read(file, {"ORDERTOWER__DATA_DIR": "/x"}).folder == Path("/x")
    assert settings.source[0].every == timedelta(seconds=6)


def test_a_wrong_key_names_file_line_and_what_was_meant(tmp_path: Path) -> None:
    file = written(tmp_path, '[hub]\nlisten = "127.0.0.1:1"\nworkerz = 2\n')
    with pytest.raises(BadSetting, match=r"ordertower.toml 第 3 行：hub.workerz：没有这个设置，是不是 workers？"):
        read(file, {})


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("idle = 60", "时长要写成数字加单位"),
        ('workers = "two"', "应是整数"),
        ('token = "s3cret"', "密钥不能直接写在设置里"),
        ("hosts = 3", "应是一个列表"),
        ('track = "http://shop.example.com"', "应是 https:// 开头的地址"),
        ("track_rate = 0", "要是不小于 1 的整数"),
        ('track_frames = ["https://shop.example.com; script-src *"]', "要写成 https://主机"),
    ],
)
def test_a_wrong_value_says_what_it_should_be(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(BadSetting, match=f"第 2 行.*{said}"):
        read(written(tmp_path, f"[hub]\n{line}\n"), {})


def test_a_token_in_the_environment_becomes_a_reference_to_it() -> None:
    settings = read(None, {"ORDERTOWER__HUB__TOKEN": "ot-device-abc"})
    assert settings.hub.token == Secret("env:ORDERTOWER__HUB__TOKEN")
    assert "abc" not in repr(settings)


def test_a_named_file_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="没有这个设置文件"):
        read(tmp_path / "no.toml", {})

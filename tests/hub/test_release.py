"""A release from the publisher's desk to the floor's: made, signed, put on a hub, handed on as it was signed."""

from pathlib import Path

import pytest

from ordertower_desktop.__main__ import main
from ordertower_desktop.domain.people import Role
from ordertower_desktop.wire.codec import decode
from ordertower_desktop.wire.release import ReleaseAnswer, believed
from tests.hub.floor import Floor

SETUP = b"MZ setup" * 4000


def published(folder: Path, hub: Path, *, version: str = "0.2.0") -> str:
    """The public key of who published; all three steps by the command line."""
    setup, key = folder / f"OrderTower-{version}-setup.exe", folder / "release.key"
    setup.write_bytes(SETUP)
    assert main(["release", "key", "--key", str(key)]) == 0
    assert main(["release", "sign", str(setup), "--key", str(key), "--release", version, "--min", "0.1.0", "--notes", "更快"]) == 0
    assert main(["release", "put", str(setup), "--public", str(folder / "release.pub"), "--data-dir", str(hub)]) == 0
    return (folder / "release.pub").read_text().strip()


def test_a_hub_hands_on_what_the_publisher_signed_to_every_role(floor: Floor, tmp_path: Path) -> None:
    (tmp_path / "publisher").mkdir()
    key = published(tmp_path / "publisher", floor.tower.data_dir)
    for role in Role:
        told = decode(floor.call("GET", "/v1/client/release", role=role).content, ReleaseAnswer)
        assert believed(told, key).version == told.version == "0.2.0"
        assert floor.call("GET", told.url, role=role).content == SETUP


def test_nobody_gets_it_without_a_token(floor: Floor, tmp_path: Path) -> None:
    (tmp_path / "publisher").mkdir()
    published(tmp_path / "publisher", floor.tower.data_dir)
    for path in ("/v1/client/release", "/v1/client/release/file"):
        assert floor.call("GET", path, who="").status_code == 401


def test_a_hub_that_has_published_nothing_says_so(floor: Floor) -> None:
    for path in ("/v1/client/release", "/v1/client/release/file"):
        answer = floor.call("GET", path)
        assert answer.status_code == 404
        assert answer.json()["title"] == "这个中枢没有发布更新"


def test_the_private_key_is_its_owners_only_and_never_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = tmp_path / "release.key"
    assert main(["release", "key", "--key", str(key)]) == 0
    before = key.read_bytes()
    assert key.stat().st_mode & 0o077 == 0
    assert main(["release", "key", "--key", str(key)]) == 1
    assert key.read_bytes() == before
    assert str(key) in capsys.readouterr().err


def test_a_file_that_was_not_signed_is_not_put_on_a_hub(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    published(tmp_path, tmp_path / "hub")
    setup = tmp_path / "OrderTower-0.2.0-setup.exe"
    setup.write_bytes(SETUP + b"!")
    assert main(["release", "put", str(setup), "--data-dir", str(tmp_path / "other")]) == 1
    assert "不是同一个文件" in capsys.readouterr().err
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["sign"], "安装包"),
        (["sign", "s.exe"], "--release"),
        (["sign", "s.exe", "--release", "1.0.0"], "s.exe"),
        (["sign", "s.exe", "--release", "neu"], "版本号"),
        (["key"], "--key"),
        (["put", "s.exe"], "s.json"),
    ],
)
def test_what_is_missing_or_wrong_is_said_in_one_sentence(
    words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["release", *words]) == 1
    told = capsys.readouterr().err
    assert said in told
    assert len(told.splitlines()) == 1

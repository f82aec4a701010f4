"""How a desk comes to its next version: only what was signed, only whole, never an older one, and never while it is used."""

import base64
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from ordertower_desktop.domain.actions import Acknowledge
from ordertower_desktop.sync.clock import Clocks
from ordertower_desktop.sync.desk import Desk
from ordertower_desktop.sync.ears import Ears
from ordertower_desktop.sync.files import Files
from ordertower_desktop.sync.http import Client
from ordertower_desktop.sync.memory import Login
from ordertower_desktop.sync.outbox import NotSaved
from ordertower_desktop.sync.pending import Outcome
from ordertower_desktop.sync.source import FixedHub
from ordertower_desktop.sync.trouble import Unreachable
from ordertower_desktop.sync.update import Copy, Program, Updates, program
from ordertower_desktop.wire.codec import encode
from ordertower_desktop.wire.release import Forged, News, Release, ReleaseAnswer, Signed, believed, numbers, sign
from tests.sync.fakehub import START

SETUP = b"MZ" + bytes(range(256)) * 700
ADDRESS = "/v1/client/release"


def pair() -> tuple[bytes, str]:
    made = Ed25519PrivateKey.generate()
    private = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private, base64.b64encode(made.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


PRIVATE, PUBLIC = pair()
OURS = Program("0.1.0", Copy.USER, PUBLIC)


def release(version: str = "0.2.0", minimum: str = "0.1.0", body: bytes = SETUP) -> Release:
    return Release(version, minimum, hashlib.sha256(body).hexdigest(), len(body), "更快")


@dataclass
class Publisher:
    """A hub's two addresses; what it hands out can be bent by a test. `downloads` counts how often the file was asked for."""

    signed: Signed = field(default_factory=lambda: sign(release(), PRIVATE))
    body: bytes = SETUP
    url: str = f"{ADDRESS}/file"
    breaks_after: int = -1
    downloads: int = 0

    def client(self) -> Client:
        return Client("http://127.0.0.1:9", "t", transport=httpx.MockTransport(self._answer))

    def publish(self, one: Release, key: bytes = PRIVATE) -> None:
        self.signed = sign(one, key)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == ADDRESS:
            one = msgspec.json.decode(self.signed.signed, type=Release)
            told = ReleaseAnswer(
                one.version, one.min_supported, one.sha256, one.size, self.url, one.notes, self.signed.signed, self.signed.signature
            )
            return httpx.Response(200, content=encode(told))
        self.downloads += 1
        return httpx.Response(200, content=self._pieces())

    def _pieces(self) -> Iterator[bytes]:
        for at in range(0, len(self.body), 1000):
            if 0 <= self.breaks_after <= at:
                raise httpx.ReadError("cut")
            yield self.body[at : at + 1000]


@dataclass
class Started:
    """What the desk starts when it is left."""

    commands: list[Sequence[str]] = field(default_factory=list)

    def __call__(self, command: Sequence[str]) -> None:
        self.commands.append(command)


@pytest.fixture
def hub() -> Publisher:
    return Publisher()


def test_a_new_version_is_fetched_whole_and_installed_when_the_desk_is_left(tmp_path: Path, hub: Publisher) -> None:
    updates, started = Updates(tmp_path, OURS), Started()
    assert updates.ask(hub.client()) == News("0.1.0", "0.2.0", "更快", ready=True)
    assert updates.install(started)
    setup = Path(started.commands[0][0])
    assert setup.read_bytes() == SETUP
    assert started.commands == [[str(setup), "/S", "/CurrentUser"]]


def test_what_is_there_is_not_fetched_again(tmp_path: Path, hub: Publisher) -> None:
    for _ in range(3):
        assert Updates(tmp_path, OURS).ask(hub.client()).ready
    assert hub.downloads == 1


def test_the_version_that_runs_has_no_news_and_clears_away_what_installed_it(tmp_path: Path, hub: Publisher) -> None:
    Updates(tmp_path, OURS).ask(hub.client())
    now, started = Updates(tmp_path, replace(OURS, version="0.2.0")), Started()
    assert now.ask(hub.client()) == News("0.2.0")
    assert not now.install(started)
    assert started.commands == []
    assert not list(tmp_path.rglob("setup.exe*"))


@pytest.mark.parametrize("copy", [Copy.MACHINE, Copy.MSI, Copy.OTHER])
def test_a_copy_that_others_installed_asks_for_them_and_fetches_nothing(tmp_path: Path, hub: Publisher, copy: Copy) -> None:
    updates, started = Updates(tmp_path, replace(OURS, copy=copy)), Started()
    assert updates.ask(hub.client()) == News("0.1.0", "0.2.0", "更快", ask="it")
    assert not updates.install(started)
    assert hub.downloads == 0


def test_a_file_that_the_users_own_copy_fetched_is_not_installed_over_the_machines(tmp_path: Path, hub: Publisher) -> None:
    Updates(tmp_path, OURS).ask(hub.client())
    started = Started()
    assert not Updates(tmp_path, replace(OURS, copy=Copy.MACHINE)).install(started)
    assert started.commands == []


@pytest.mark.parametrize(
    "bent",
    [
        lambda one: Signed(one.signed.replace("0.2.0", "0.3.0"), one.signature),
        lambda one: Signed(one.signed.replace('"min_supported":"0.1.0"', '"min_supported":"0.2.0"'), one.signature),
        lambda one: Signed(one.signed + " ", one.signature),
        lambda one: Signed(one.signed, one.signature[:-8] + "AAAAAA=="),
        lambda one: Signed(one.signed, "not base64 至少"),
        lambda one: Signed(one.signed, ""),
        lambda _: sign(release(), pair()[0]),
    ],
)
def test_a_tampered_manifest_is_told_and_changes_nothing(tmp_path: Path, hub: Publisher, bent: Callable[[Signed], Signed]) -> None:
    hub.signed = bent(hub.signed)
    updates, started = Updates(tmp_path, OURS), Started()
    assert "签名不对" in updates.ask(hub.client()).trouble
    assert not updates.install(started)
    assert not updates.too_old()
    assert hub.downloads == 0


def test_what_the_hub_adds_beside_the_signed_text_is_not_believed(tmp_path: Path, hub: Publisher) -> None:
    told = ReleaseAnswer("9.0.0", "9.0.0", "0" * 64, 1, hub.url, "", hub.signed.signed, hub.signed.signature)
    assert believed(told, PUBLIC) == release()


@pytest.mark.parametrize("body", [SETUP[:-1] + b"!", SETUP[:-1], SETUP + b"!", b""], ids=["one byte", "too short", "too long", "nothing"])
def test_a_tampered_file_is_thrown_away(tmp_path: Path, hub: Publisher, body: bytes) -> None:
    hub.body = body
    updates, started = Updates(tmp_path, OURS), Started()
    news = updates.ask(hub.client())
    assert not news.ready
    assert not updates.install(started)
    assert not list(tmp_path.rglob("setup.exe*"))


def test_a_file_that_was_changed_after_it_came_is_not_started_and_comes_again(tmp_path: Path, hub: Publisher) -> None:
    updates, started = Updates(tmp_path, OURS), Started()
    updates.ask(hub.client())
    next(tmp_path.rglob("setup.exe")).write_bytes(SETUP[:-1] + b"!")
    assert not updates.install(started)
    assert updates.ask(hub.client()).ready
    assert updates.install(started)


@pytest.mark.parametrize("after", [0, 1000, 100_000])
def test_an_interrupted_download_never_runs_and_the_next_try_is_whole(tmp_path: Path, hub: Publisher, after: int) -> None:
    hub.breaks_after = after
    updates, started = Updates(tmp_path, OURS), Started()
    with pytest.raises(Unreachable):
        updates.ask(hub.client())
    assert not updates.install(started)
    assert not updates.news().ready
    hub.breaks_after = -1
    assert updates.ask(hub.client()).ready


def test_a_power_cut_while_it_comes_leaves_a_part_that_is_never_started(tmp_path: Path, hub: Publisher) -> None:
    folder = tmp_path / "update"
    folder.mkdir()
    (folder / "seen.json").write_bytes(encode(hub.signed))
    (folder / "setup.exe.part").write_bytes(SETUP)
    assert not Updates(tmp_path, OURS).install(Started())


def test_a_replayed_older_manifest_is_told_and_the_newer_one_stays(tmp_path: Path, hub: Publisher) -> None:
    newer = b"newer" * 99
    hub.publish(release("0.3.0", "0.2.0", newer))
    hub.body = newer
    updates = Updates(tmp_path, OURS)
    updates.ask(hub.client())
    hub.publish(release("0.2.0", "0.1.0"))
    news = updates.ask(hub.client())
    assert "旧" in news.trouble
    assert (news.version, news.minimum, news.ready) == ("0.3.0", "0.2.0", True)


def test_a_manifest_that_points_elsewhere_is_not_followed(tmp_path: Path, hub: Publisher) -> None:
    hub.url = "//elsewhere.example/setup.exe"
    assert "别处" in Updates(tmp_path, OURS).ask(hub.client()).trouble
    assert hub.downloads == 0


def test_a_manifest_that_contradicts_itself_is_not_believed() -> None:
    for one in (release("0.2.0", "0.3.0"), msgspec.structs.replace(release(), sha256="x"), msgspec.structs.replace(release(), size=0)):
        with pytest.raises(Forged):
            believed(sign(one, PRIVATE), PUBLIC)


def test_a_program_without_a_key_believes_nobody(tmp_path: Path, hub: Publisher) -> None:
    updates = Updates(tmp_path, replace(OURS, key=""))
    assert updates.ask(hub.client()) == News("0.1.0")
    assert not updates.too_old()


def test_versions_are_compared_as_numbers() -> None:
    assert numbers("0.10.0") > numbers("0.9.9")
    assert numbers("1.0") == numbers("1.0.0")
    for wrong in ("", "1", "1.x", "1.0-rc1", "1.0.0.0.0", "v1.0"):
        with pytest.raises(Forged):
            numbers(wrong)


def test_below_the_minimum_a_click_is_refused_with_the_reason_and_nothing_waits(tmp_path: Path, hub: Publisher) -> None:
    hub.publish(release("0.3.0", "0.2.0"))
    updates = Updates(tmp_path, OURS)
    assert updates.ask(hub.client()).minimum == "0.2.0"
    outcomes: list[Outcome] = []
    source = FixedHub("http://127.0.0.1:9", lambda: "t")
    desk = Desk(
        Files(tmp_path), Login("li", "h"), source, ears=Ears(outcome=outcomes.append), clocks=Clocks(lambda: START, lambda: 0.0),
        updates=Updates(tmp_path, OURS),
    )  # fmt: skip
    desk.start()
    try:
        with pytest.raises(NotSaved, match=r"0\.1\.0.*太旧.*0\.2\.0"):
            desk.submit(Acknowledge(id="x1", case="a")).result(20)
        assert desk.waiting().result(20) == []
    finally:
        assert desk.stop()
    assert [(one.id, one.state) for one in outcomes] == [("x1", "refused")]


def test_the_installer_leaves_word_whose_copy_it_is_and_which_key_to_believe(tmp_path: Path) -> None:
    app = tmp_path / "app"
    app.mkdir()
    (app / "installed").write_text("user")
    (app / "release.pub").write_text(f"{PUBLIC}\r\n")
    found = program(tmp_path / "OrderTower.exe")
    assert (found.copy, found.key) == (Copy.USER, PUBLIC)
    assert program(tmp_path / "elsewhere" / "python").copy is Copy.OTHER

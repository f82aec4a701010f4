"""How a desk comes to its next version: told by its hub, believed by signature, fetched whole, installed when the desk is left."""

import contextlib
import hashlib
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ordertower_desktop.sync.trouble import Refused, Unreachable
from ordertower_desktop.wire.release import ROUTE, Forged, News, Release, ReleaseAnswer, Signed, believed, numbers

if TYPE_CHECKING:
    from ordertower_desktop.sync.http import Client

FOLDER, SEEN, SETUP = "update", "seen.json", "setup.exe"
log = logging.getLogger(__name__)
Start = Callable[[Sequence[str]], object]


class Copy(StrEnum):
    """Who installed this program, and so who may replace it: the user's own copy does it itself."""

    USER = "user"
    MACHINE = "machine"
    MSI = "msi"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Program:
    """The program that runs: its version, whose copy it is, and the public key that it believes (empty: nobody)."""

    version: str
    copy: Copy
    key: str


def program(executable: Path | None = None) -> Program:
    """What the installer left beside the program; a checkout or a Debian package has none of it."""
    from importlib.metadata import PackageNotFoundError, version

    app = (executable or Path(sys.executable)).parent / "app"
    try:
        running = version("ordertower-desktop")
    except PackageNotFoundError:
        running = "0.0"
    told = _text(app / "installed")
    return Program(running, Copy(told) if told in list(Copy) else Copy.OTHER, _text(app / "release.pub"))


class Updates:
    """The updates of one data folder. Nothing but a file whose sum was signed is ever started."""

    def __init__(self, folder: Path, running: Program) -> None:
        self._folder, self._running = folder / FOLDER, running

    def ask(self, client: "Client") -> News:
        """Ask the hub, and fetch what this copy may install; raises `Unreachable`."""
        if not self._running.key:
            return News(self._running.version)
        try:
            answer = client.get(ROUTE, ReleaseAnswer)
            release = self._newest(Signed(answer.signed, answer.signature))
            if numbers(release.version) <= numbers(self._running.version):
                self._forget()
                return News(self._running.version)
            if self._running.copy is Copy.USER:
                self._fetch(client, answer.url, release)
        except Forged as error:
            return self.news(trouble=str(error))
        except Refused:
            return self.news()
        return self.news()

    def news(self, *, trouble: str = "") -> News:
        """What is known without asking anybody."""
        release, running = self.seen(), self._running
        if release is None or numbers(release.version) <= numbers(running.version):
            return News(running.version, trouble=trouble)
        minimum = release.min_supported if self.too_old() else ""
        ask = "" if running.copy is Copy.USER else "it"
        return News(running.version, release.version, release.notes, minimum, self._whole(release), ask, trouble)

    def too_old(self) -> str:
        """Why this desk may only look, or nothing."""
        release = self.seen()
        if release is None or numbers(self._running.version) >= numbers(release.min_supported):
            return ""
        return f"未保存：这个版本（{self._running.version}）太旧，至少要 {release.min_supported}，更新之前只能查看"

    def seen(self) -> Release | None:
        """The newest release that was ever believed here; checked again, since the file lies where others of this user may write."""
        try:
            held = msgspec.json.decode((self._folder / SEEN).read_bytes(), type=Signed)
            return believed(held, self._running.key) if self._running.key else None
        except (OSError, msgspec.DecodeError, Forged):
            return None

    def install(self, start: Start | None = None) -> bool:
        """The desk is being left: begin what is whole, once more checked; True if it was begun."""
        release = self.seen()
        if self._running.copy is not Copy.USER or release is None or numbers(release.version) <= numbers(self._running.version):
            return False
        if not self._whole(release):
            return False
        (start or _start)([str(self._folder / SETUP), "/S", "/CurrentUser"])
        return True

    def _newest(self, told: Signed) -> Release:
        """Believed, and not older than what was believed before; kept. Raises `Forged`."""
        release, before = believed(told, self._running.key), self.seen()
        if before is not None and numbers(release.version) < numbers(before.version):
            raise Forged(f"中枢给出的更新清单（{release.version}）比已见过的（{before.version}）旧，已忽略；请 IT 检查中枢")
        _write(self._folder / SEEN, msgspec.json.encode(told))
        return release

    def _fetch(self, client: "Client", url: str, release: Release) -> None:
        """The whole file or none: a part is never given the name that is started. Raises `Unreachable` or `Forged`."""
        if self._whole(release):
            return
        if not url.startswith(f"{ROUTE}/"):
            raise Forged("更新清单指向别处，已忽略；请 IT 检查中枢")
        part = self._folder / f"{SETUP}.part"
        try:
            with part.open("wb") as file:
                client.download(url, file, most=release.size)
                file.flush()
                os.fsync(file.fileno())
            if not _matches(part, release):
                raise Forged("下载的更新与签名的不一致，已丢弃；请 IT 重新发布")
            os.replace(part, self._folder / SETUP)
        except OSError as error:
            raise Unreachable(f"更新没有存下来：{error.strerror or error}") from error
        finally:
            part.unlink(missing_ok=True)

    def _whole(self, release: Release) -> bool:
        return _matches(self._folder / SETUP, release)

    def _forget(self) -> None:
        """It is installed: the file has done its work."""
        with contextlib.suppress(OSError):
            (self._folder / SETUP).unlink(missing_ok=True)


def _matches(file: Path, release: Release) -> bool:
    try:
        if file.stat().st_size != release.size:
            return False
        with file.open("rb") as source:
            return hashlib.file_digest(source, "sha256").hexdigest() == release.sha256
    except OSError:
        return False


def _start(command: Sequence[str]) -> None:
    """It outlives us: it waits until our files are free."""
    subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _write(file: Path, body: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = file.with_suffix(".part")
        part.write_bytes(body)
        os.replace(part, file)
    except OSError as error:
        raise Unreachable(f"更新清单没有存下来：{error.strerror or error}") from error

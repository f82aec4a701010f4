"""One frozen Settings, read once: a TOML file, and environment variables on top."""

import re
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args, get_origin

import msgspec
import platformdirs

from ordertower_desktop.domain.duration import duration
from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.settings.channel import WEB_URL, ChannelKind, ChannelSettings
from ordertower_desktop.settings.lines import line_of
from ordertower_desktop.settings.secret import REFERENCE
from ordertower_desktop.settings.secret import Secret as Secret
from ordertower_desktop.settings.source import Mode, PlatformName
from ordertower_desktop.settings.source import SourceSettings as SourceSettings
from ordertower_desktop.settings.system import SystemName

FILE = "ordertower.toml"
PREFIX = "ORDERTOWER__"
PLACE = "ORDERTOWER_CONFIG"
"""The variable that names the settings file; a hub beside a desk is told so which one the desk was started with."""

FRAME = r"https://[\w.-]+(:\d+)?"


Way = tuple[str | int, ...]
"""The keys that lead to a value; in a list, its number."""


class BadSetting(Refusal):
    """A key or value that stops the start; the text names file, line and what was probably meant."""


class HubSettings(msgspec.Struct, frozen=True):
    """`url`, `token` and `ca` are the hub that a desk talks to (empty: one beside it); the rest is for a hub itself.

    `ca` is a PEM file: the authority that vouches for the hub, or the hub's own certificate. `cert` and `key` are what a hub on a
    network proves itself with; without them it makes its own. `track` is the address at which customers reach the tracking page (empty:
    there is none), `track_rate` how often a minute one of them may ask, `track_frames` the sites that may show it inside theirs.
    """

    url: str = ""
    token: Secret = Secret()
    ca: str = ""
    cert: str = ""
    key: str = ""
    listen: str = "127.0.0.1:8620"
    hosts: tuple[str, ...] = ()
    db: str = ""
    workers: int = 4
    lease: timedelta = timedelta(seconds=15)
    idle: timedelta = timedelta(seconds=60)
    undo: timedelta = timedelta(seconds=60)
    board: timedelta = timedelta(seconds=2)
    kept_boards: timedelta = timedelta(days=30)
    kept_closed: timedelta = timedelta(hours=24)
    rate: int = 50
    reveals: int = 20
    track: str = ""
    track_rate: int = 10
    track_frames: tuple[str, ...] = ()

    def fault(self) -> tuple[str, str]:
        """The first key that cannot be, and a sentence; both empty when all is well."""
        form, wanted = WEB_URL
        if not re.fullmatch(form, self.track):
            return "track", f"应是 {wanted}"
        if self.track_rate < 1:
            return "track_rate", "要是不小于 1 的整数：一个地址每分钟可以查几次"
        bad = [one for one in self.track_frames if not re.fullmatch(FRAME, one)]
        return ("track_frames", "要写成 https://主机，例如 https://shop.example.com") if bad else ("", "")


class DeskSettings(msgspec.Struct, frozen=True):
    """`sync` is how often to ask when nothing nudges."""

    sync: timedelta = timedelta(seconds=15)
    theme: str = "system"


class WallSettings(msgspec.Struct, frozen=True):
    """What a wall's letters are computed from."""

    diagonal_inch: float = 55.0
    distance_m: float = 5.0
    turn: timedelta = timedelta(seconds=12)
    names: bool = True


class Settings(msgspec.Struct, frozen=True):
    """Everything that can be set. `data_dir` is where this account keeps its files (empty: the system's own place for them)."""

    data_dir: str = ""
    hub: HubSettings = HubSettings()
    desk: DeskSettings = DeskSettings()
    wall: WallSettings = WallSettings()
    source: tuple[SourceSettings, ...] = ()
    channel: tuple[ChannelSettings, ...] = ()

    @property
    def folder(self) -> Path:
        """Where this account keeps its files."""
        return Path(self.data_dir) if self.data_dir else platformdirs.user_data_path("OrderTower", appauthor=False)


def default_file() -> Path:
    """Where the settings file is looked for."""
    return platformdirs.user_config_path("OrderTower", appauthor=False) / FILE


def place(file: Path | None, environment: Mapping[str, str]) -> Path:
    """The settings file that counts: `file`, else the one that the environment names, else the default one."""
    return file or Path(environment.get(PLACE) or default_file())


def read(file: Path | None, environment: Mapping[str, str]) -> Settings:
    """The settings in `file` (None: the default place, which need not exist) with the environment on top; raises `BadSetting`."""
    file = Path(environment[PLACE]) if file is None and environment.get(PLACE) else file
    made = _in_file(text, str(file or default_file())) if (text := _text(file)) else Settings()
    for key, value in environment.items():
        if key.startswith(PREFIX):
            made = _with_variable(made, key, value)
    return made


def _in_file(text: str, name: str) -> Settings:
    import tomllib  # few write a settings file, and the desk waits for this module at each start

    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadSetting(f"{name}：不是合格的 TOML：{error}") from error
    made: Settings = _Reader(name, text).made(Settings, content, ())
    return made


def _text(file: Path | None) -> str:
    try:
        return (file or default_file()).read_text("utf-8")
    except FileNotFoundError as error:
        if file is None:
            return ""
        raise BadSetting(f"{file}：没有这个设置文件") from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(f"{file or default_file()}：读不了这个设置文件，它应是 UTF-8 文本：{error}") from error


def _with_variable(settings: Settings, key: str, value: str) -> Settings:
    section, _, name = key[len(PREFIX) :].lower().partition("__")
    reader = _Reader(f"环境变量 {key}", "")
    if section == "data_dir" and not name:
        return msgspec.structs.replace(settings, data_dir=value)
    part = getattr(settings, reader.known(section, Settings, ()), None)
    if not isinstance(part, msgspec.Struct):
        raise BadSetting(f"环境变量 {key}：{section} 是列表，只能写在设置文件里")
    kind = _kinds(type(part))[reader.known(name, type(part), (section,))]
    if kind is Secret and not REFERENCE.fullmatch(value):
        value = f"env:{key}"  # the environment is a place where secrets may live
    changed = msgspec.structs.replace(part, **{name: reader.value(kind, _spoken(kind, value), (section, name))})
    if isinstance(changed, HubSettings) and (fault := changed.fault())[0]:
        raise BadSetting(f"环境变量 {key}：{fault[1]}")
    everything: dict[str, Any] = {section: changed}
    return msgspec.structs.replace(settings, **everything)


def _spoken(kind: Any, text: str) -> object:
    """A variable's text as the TOML value that it stands for."""
    if kind in (int, float) and re.fullmatch(r"-?\d+(\.\d+)?", text):
        return float(text) if "." in text else int(text)
    if kind is bool and text.lower() in ("true", "false"):
        return text.lower() == "true"
    return [part.strip() for part in text.split(",") if part.strip()] if get_origin(kind) is tuple else text


def _kinds(kind: type) -> dict[str, Any]:
    return dict(kind.__annotations__)


class _Reader:
    """Turns plain TOML into settings and knows on which line to point."""

    def __init__(self, name: str, text: str) -> None:
        self._name, self._text = name, text

    def made(self, kind: type, content: Mapping[str, object], path: Way) -> Any:
        kinds = _kinds(kind)
        found = {}
        for key, value in content.items():
            found[key] = self.value(kinds[self.known(key, kind, path)], value, (*path, key))
        made = kind(**found)
        if isinstance(made, ChannelSettings | HubSettings | SourceSettings) and (fault := made.fault())[0]:
            key, problem = fault
            raise self._bad((*path, key), problem, there=(*path, key if key in content else "id"))
        if isinstance(made, Settings):
            self._differ(made.source)
        return made

    def _differ(self, sources: tuple[SourceSettings, ...]) -> None:
        """Two shops under one id would read on from each other's cursor."""
        for number, source in enumerate(sources):
            if source.named and source.named in [one.named for one in sources[:number]]:
                raise self._bad(("source", number, "id"), f"已有另一个来源叫 {source.named}，请给每家店写上自己的 id")

    def known(self, key: str, kind: type, path: Way) -> str:
        names = list(_kinds(kind))
        if key in names:
            return key
        from difflib import get_close_matches  # a mistake is rare, and the desk waits for this module at each start

        close = get_close_matches(key, names, n=1)
        meant = f"，是不是 {close[0]}？" if close else f"，可用：{'、'.join(names)}"
        raise self._bad((*path, key), f"没有这个设置{meant}")

    def value(self, kind: Any, value: object, path: Way) -> Any:
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind is not Secret:
            if not isinstance(value, Mapping):
                raise self._bad(path, f"应是一节，写成 {_head(path)}")
            return self.made(kind, value, path)
        if get_origin(kind) is tuple:
            if not isinstance(value, list):
                raise self._bad(path, f"应是一个列表{f'，写成 {_head((*path, 0))}' if isinstance(value, Mapping) else ''}")
            return tuple(self.value(get_args(kind)[0], one, (*path, number)) for number, one in enumerate(value))
        return self._single(kind, value, path)

    def _single(self, kind: Any, value: object, path: Way) -> Any:
        if kind is Secret:
            if not isinstance(value, str) or not REFERENCE.fullmatch(value):
                raise self._bad(path, "密钥不能直接写在设置里，请写 keyring:名字 或 env:名字")
            return Secret(value)
        if kind in (ChannelKind | None, PlatformName | None, SystemName | None):
            return self._word(get_args(kind)[0], value, path)
        if kind is Mode:
            return self._word(Mode, value, path)
        if kind in (timedelta, timedelta | None):
            try:
                return duration(value if isinstance(value, str) else "")
            except ValueError as error:
                raise self._bad(path, str(error)) from error
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            return float(value)
        if type(value) is not kind:
            raise self._bad(path, f"应是{ {str: '文字', int: '整数', float: '数字', bool: ' true 或 false'}[kind] }")
        return value

    def _word(self, kind: type[StrEnum], value: object, path: Way) -> StrEnum:
        if isinstance(value, str) and value in list(kind):
            return kind(value)
        from difflib import get_close_matches

        close = get_close_matches(str(value), list(kind), n=1)
        meant = f"，是不是 {close[0]}？" if close else f"，可用：{'、'.join(kind)}"
        raise self._bad(path, f"没有 {value!s:.40}{meant}")

    def _bad(self, path: Way, problem: str, *, there: Way = ()) -> BadSetting:
        """`there` is the key to point at where the one that is meant was not written."""
        line = line_of(self._text, there or path)
        place = f"{self._name} 第 {line} 行" if line else self._name
        return BadSetting(f"{place}：{'.'.join(part for part in path if isinstance(part, str))}：{problem}")


def _head(path: Way) -> str:
    """How the table at a path is begun."""
    name = ".".join(part for part in path if isinstance(part, str))
    return f"[[{name}]]" if isinstance(path[-1], int) else f"[{name}]"

"""A line that needs keys: they are references, looked up when they are needed."""

from collections.abc import Callable, Mapping
from typing import Generic, Protocol, TypeVar

from ordertower_desktop.hub.connectors.connector import SourceRefused
from ordertower_desktop.hub.connectors.walker.dialect import Keys
from ordertower_desktop.settings.secret import REFERENCE
from ordertower_desktop.settings.source import SourceSettings


class Line(Protocol):
    """What can be let go of."""

    def close(self) -> None: ...


L = TypeVar("L", bound=Line)
T = TypeVar("T")
Look = Callable[[str], str]
"""What a reference stands for; empty where there is nothing."""


class Keyed(Generic[L]):
    """A line without its keys refuses and names them. A refusal has them looked up again: somebody may have put new ones there."""

    def __init__(self, name: str, source: SourceSettings, look: Look, make: Callable[[Keys], L]) -> None:
        self._name, self._said, self._look, self._make = name, _said(source), look, make
        self._keys: Keys | None = None
        self._open: L | None = None
        self._doubted = False

    def close(self) -> None:
        if self._open is not None:
            self._open.close()

    def heeding(self, ask: Callable[[L], T]) -> T:
        """What the open line answers; where it refuses, the next question is asked under keys that were looked up anew.

        An authorisation that was renewed meanwhile is shown at once: whoever was refused for the old one has done nothing yet.
        """
        try:
            return ask(self._opened())
        except SourceRefused as error:
            self._doubted = True
            if error.code != "auth" or self.keys() == self._keys:
                raise
        return ask(self._opened())

    def keys(self) -> Keys:
        """What the references stand for now. Raises `SourceRefused`, which names those that stand for nothing.

        What renews the authorisation is not needed before that is done.
        """
        found = {key: self._look(one) if REFERENCE.fullmatch(one) else one for key, one in self._said.items()}
        if lost := [one for key, one in self._said.items() if not found[key] and key not in ("refresh", "app_secret")]:
            which = "、".join(lost)
            raise SourceRefused("secret", f"{self._name} 找不到密钥 {which}，请先存入钥匙串或设置这个环境变量")
        return Keys(**found)

    def _opened(self) -> L:
        """The same as before under the same keys: it knows the other clock and how long to keep quiet."""
        if self._open is not None and not self._doubted:
            return self._open
        keys = self.keys()
        if self._open is None or keys != self._keys:
            self.close()
            self._open, self._keys = self._make(keys), keys
        self._doubted = False
        return self._open


def _said(source: SourceSettings) -> Mapping[str, str]:
    """What the settings say of each key; what is not written is not needed."""
    said = {
        "app_key": source.app_key,
        "secret": source.secret.reference,
        "token": source.token.reference,
        "account": source.account,
        "refresh": source.refresh.reference,
        "app_secret": source.app_secret.reference,
    }
    return {key: one for key, one in said.items() if one}

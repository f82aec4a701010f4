"""The secrets of one source: looked up when they are needed, and taken out of every text that leaves."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from ordertower_desktop.hub.connectors.connector import SourceRefused

REFERENCE = re.compile(r"(keyring|env):[\w.@/-]{1,128}")
SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Keys:
    """Where secrets lie: `look` answers with nothing where there is none, `keep` with False where none can be put."""

    look: Callable[[str], str]
    keep: Callable[[str, str], bool] = lambda _reference, _value: False


class Vault:
    """One source's view of the keys."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._opened: dict[str, str] = {}
        self._seen: set[str] = set()

    def open(self, text: str) -> str:
        """The secret behind a reference; any other text is itself. A reference to nothing is a refusal that names it."""
        if not REFERENCE.fullmatch(text):
            return text
        if text not in self._opened:  # a keyring takes its time, and may ask its owner
            value = self._keys.look(text)
            if not value:
                raise SourceRefused("secret", f"找不到密钥 {text}，请先存入钥匙串或设置这个环境变量")
            self.learn(value)
            self._opened[text] = value
        return self._opened[text]

    def forget(self) -> None:
        """What was opened is not taken: look again next time, somebody may have put a new secret there."""
        self._opened.clear()

    def learn(self, value: str) -> None:
        """This must not be seen outside."""
        if len(value) >= SHORTEST:
            self._seen.add(value)

    def keep(self, reference: str, value: str) -> bool:
        self.learn(value)
        self._opened[reference] = value
        return self._keys.keep(reference, value)

    def hide(self, text: str) -> str:
        """The text without any secret that we know."""
        for value in sorted(self._seen, key=len, reverse=True):
            text = text.replace(value, "****")
        return text

"""From settings to who may be asked for a receiver in plain: shops whose platform opens what it sealed, and mappings with `[reveal]`."""

from collections.abc import Sequence
from pathlib import Path

from ordertower_desktop.hub.connectors.mapped.file.reading import read_mapping
from ordertower_desktop.hub.connectors.mapped.http.vault import Keys
from ordertower_desktop.hub.connectors.mapped.revealing import MappedRevealer
from ordertower_desktop.hub.connectors.mapped.sources import changed
from ordertower_desktop.hub.connectors.platforms.revealing import ShopRevealer
from ordertower_desktop.hub.connectors.platforms.shop import Shop
from ordertower_desktop.hub.connectors.platforms.table import DIALECTS
from ordertower_desktop.hub.connectors.revealing import InTurn, Revealer
from ordertower_desktop.settings import SourceSettings


def revealers(sources: Sequence[SourceSettings], folder: Path, *, keys: Keys) -> dict[str, Revealer]:
    """Source id -> who is asked; a source that cannot reveal is not here. Raises `BadFile`. Relative names lie in `folder`."""
    made: dict[str, Revealer] = {}
    for one in sources:
        if one.platform is not None and (revealing := DIALECTS[one.platform].revealing) is not None:
            dialect = DIALECTS[one.platform]
            made[one.named] = InTurn(ShopRevealer(Shop(one, dialect, keys.look), dialect, revealing))
        if one.mapping:
            mapping = changed(read_mapping(folder / one.mapping), one)
            if mapping.reveal is not None:
                made[mapping.id] = InTurn(MappedRevealer(mapping, mapping.reveal, keys=keys))
    return made

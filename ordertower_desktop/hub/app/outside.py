"""What of the world a hub speaks to: the systems and channels that the settings name, and the secrets that open them."""

import argparse
import os
from pathlib import Path

from ordertower_desktop import settings as setting
from ordertower_desktop.hub.app.hub import wall_clock
from ordertower_desktop.hub.channels.channel import Channel
from ordertower_desktop.hub.connectors.caller import Outsider
from ordertower_desktop.hub.connectors.connector import Connector, Writer
from ordertower_desktop.hub.connectors.revealing import Revealer
from ordertower_desktop.hub.connectors.warehouse import Warehouse
from ordertower_desktop.settings import Settings
from ordertower_desktop.settings.source import Mode
from ordertower_desktop.settings.system import SystemName


def connectors(settings: Settings, folder: Path) -> dict[str, Connector]:
    """The systems that the settings name; what they need is imported where there is one."""
    if not settings.source:
        return {}
    from ordertower_desktop.hub.app.keyring import keys
    from ordertower_desktop.hub.connectors.opening import opened

    return opened(settings.source, folder, keys=keys(os.environ))


def followers(settings: Settings, folder: Path) -> dict[str, Outsider]:
    """The places that are asked where parcels are."""
    if all(source.system is None for source in settings.source):
        return {}
    from ordertower_desktop.hub.app.keyring import keys
    from ordertower_desktop.hub.connectors.opening import followers

    return followers(settings.source, folder, keys=keys(os.environ))


def tellers(settings: Settings, folder: Path) -> dict[str, tuple[Mode, Writer]]:
    """The shops that are told of shipments."""
    if all(source.write_back is Mode.OFF for source in settings.source):
        return {}
    from ordertower_desktop.hub.app.keyring import keys
    from ordertower_desktop.hub.connectors.opening import writers

    return writers(settings.source, folder, keys=keys(os.environ))


def warehouses(settings: Settings) -> dict[str, Warehouse]:
    """The warehouses that can be told what to do with their orders."""
    if all(source.system is not SystemName.WAREHOUSE for source in settings.source):
        return {}
    from ordertower_desktop.hub.app.keyring import keys
    from ordertower_desktop.hub.connectors.opening import warehouses

    return warehouses(settings.source, keys=keys(os.environ))


def revealers(settings: Settings, folder: Path) -> dict[str, Revealer]:
    """Who may be asked for the plain receiver of one order."""
    if all(source.platform is None and not source.mapping for source in settings.source):
        return {}
    from ordertower_desktop.hub.app.keyring import keys
    from ordertower_desktop.hub.connectors.revealopening import revealers

    return revealers(settings.source, folder, keys=keys(os.environ))


def channels(settings: Settings) -> dict[str, Channel]:
    """The channels that are set up; few desks have any, so what they stand on is imported for them alone."""
    if not settings.channel:
        return {}
    from ordertower_desktop.hub.app.keyring import keys
    from ordertower_desktop.hub.channels.opening import opened

    known = keys(os.environ)
    return opened(settings.channel, lambda secret: known.look(secret.reference))


def try_mapping(options: argparse.Namespace) -> int:
    """`ordertower doctor --mapping FILE`."""
    from ordertower_desktop.hub.app.keyring import keys
    from ordertower_desktop.hub.connectors.mapped.trial import run_trial
    from ordertower_desktop.hub.connectors.mapped.trialtext import tell_json, tell_text

    config = Path(options.config) if options.config else None
    settings, place = setting.read(config, os.environ), setting.place(config, os.environ)
    tell = tell_json if options.json else tell_text
    return run_trial(Path(options.mapping), settings.source, place.parent, keys=keys(os.environ), now=wall_clock(), tell=tell)

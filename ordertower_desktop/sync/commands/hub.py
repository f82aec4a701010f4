"""How a command finds its hub: at an address, or beside this account's data, started when it is not there."""

import argparse
import contextlib
import os
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ordertower_desktop import settings as setting
from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.settings import Secret, Settings
from ordertower_desktop.sync.files import Files
from ordertower_desktop.sync.source import TOKEN, source_of
from ordertower_desktop.sync.trouble import Refused, Unreachable

if TYPE_CHECKING:
    from ordertower_desktop.sync.http import Client


def settings_of(options: argparse.Namespace, environ: Mapping[str, str] = os.environ) -> Settings:
    return setting.read(Path(options.config) if options.config else None, environ)


def folder_of(options: argparse.Namespace, settings: Settings) -> Path:
    return Path(options.data_dir) if options.data_dir else settings.folder


@contextlib.contextmanager
def hub(options: argparse.Namespace) -> "Iterator[Client]":
    """A client for the hub; its refusals leave as the sentence that a person reads."""
    settings = settings_of(options)
    url = getattr(options, "hub", None) or settings.hub.url
    token = os.environ.get(TOKEN, "") or secret(settings.hub.token)
    if url and not token:
        raise Refusal(f'缺少令牌：请设置环境变量 {TOKEN}，或在设置里写 hub.token = "keyring:名字"')
    source = source_of(Files(folder_of(options, settings)).made(), url or None, token, ca=settings.hub.ca)
    try:
        yield source.client()
    except (Unreachable, Refused) as error:
        raise Refusal(str(error)) from error
    finally:
        source.close()


def secret(reference: Secret) -> str:
    """What a reference stands for; empty when there is nothing."""
    kind, _, name = reference.reference.partition(":")
    if kind == "env":
        return os.environ.get(name, "")
    if kind == "keyring":
        import keyring

        return keyring.get_password("ordertower", name) or ""
    return ""


def wait(seconds: float) -> None:
    """Let the hub work for a moment."""
    threading.Event().wait(seconds)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def elapsed(start: float) -> float:
    return time.monotonic() - start

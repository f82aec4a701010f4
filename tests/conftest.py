"""What every test stands on: no screen, one scale, no keyring, bounded hypothesis."""

import importlib
import os
import pkgutil

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_SCALE_FACTOR"] = "1"
os.environ["QT_FONT_DPI"] = "96"
os.environ.setdefault("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

import ordertower_desktop

if TYPE_CHECKING:
    from tests.hub.cluster import Cluster

# before anybody imports them: the assertions of a contract tell what they saw
pytest.register_assert_rewrite("tests.hub.connectors.contract", "tests.hub.connectors.rig", "tests.hub.connectors.shipping")
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("house")


JOURNEYS = Path(__file__).parent / "journey"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the long versions of fault and load tests")
    parser.addoption("--timed", action="store_true", help="hold promises against the world's clock: on a machine with nothing else to do")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The long journeys first, so that no worker is left alone with one at the end."""
    items.sort(key=lambda item: JOURNEYS not in item.path.parents)
    if config.getoption("--long"):
        return
    skip = pytest.mark.skip(reason="long: run with --long")
    for item in items:
        if "long" in item.keywords:
            item.add_marker(skip)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Examples are drawn from the constants of every module that is loaded, too: load all, so that a seed says the same everywhere."""
    if session.config.getoption("hypothesis_seed") is None:
        return
    for module in pkgutil.walk_packages(ordertower_desktop.__path__, "ordertower_desktop."):
        if not module.name.endswith(".__main__") and ".migrations" not in module.name:
            importlib.import_module(module.name)


@pytest.fixture(scope="session")
def timed(request: pytest.FixtureRequest) -> bool:
    """Whether this run holds promises against the world's clock; a run that does not still sees that they come true."""
    return bool(request.config.getoption("--timed"))


@pytest.fixture(scope="session")
def cluster() -> "Iterator[Cluster]":
    """The run's own PostgreSQL server, started when the first test asks for it."""
    from tests.hub.cluster import missing, required, running  # most rooms' tests have no use for a database

    if why := missing():
        (pytest.fail if required() else pytest.skip)(why)
    with running() as made:
        yield made

"""A hub that ends lets go of every line it held: a system that waits for its callers to go is not kept waiting."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.hub.connectors.connector import About
from ordertower_desktop.hub.connectors.pages import PagesConnector, StatusMap
from tests.hub.floor import open_floor
from tests.hub.place import Place

PATIENCE = 10.0


class Caller(BaseHTTPRequestHandler):
    """One line that stays open until the other side lets it go."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = b"{}"
        self.send_response(403)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing is written."""


class Waiting(ThreadingHTTPServer):
    """Knows when a line was taken and when it was let go."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Caller)
        self.taken, self.let_go = threading.Event(), threading.Event()

    def finish_request(self, request: object, client_address: object) -> None:
        self.taken.set()
        super().finish_request(request, client_address)  # type: ignore[arg-type]
        self.let_go.set()


@pytest.fixture
def system() -> Iterator[Waiting]:
    with Waiting() as made:
        serving = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        serving.start()
        yield made
        made.shutdown()
        serving.join(PATIENCE)


def test_a_hub_that_ends_lets_go_of_the_lines_to_its_sources(tmp_path: Path, place: Place, system: Waiting) -> None:
    about = About("erp", "ERP", SourceKind.ERP, timedelta(seconds=30))
    erp = PagesConnector(about, f"http://127.0.0.1:{system.server_port}", "secret", statuses=StatusMap())
    with open_floor(tmp_path, db=place.url, connectors={"erp": erp}) as floor:
        floor.work()
        assert system.taken.is_set()
        assert not system.let_go.is_set(), "the line is kept while the hub runs"
    assert system.let_go.wait(PATIENCE)

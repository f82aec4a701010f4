"""Where calls may go: no name leads to where a cloud keeps its secrets, and a name server that changes its mind changes nothing."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx
import pytest

from ordertower_desktop.hub.app.certificate import certificate
from ordertower_desktop.hub.calling import line
from ordertower_desktop.hub.calling.reach import Checked, Forbidden, forbidden
from ordertower_desktop.settings import HubSettings

NOW = datetime(2025, 11, 12, 6, 32, tzinfo=UTC)


class Port:
    """A server on this machine that keeps whom it was taken for."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        hosts = self.hosts = []  # type: list[str]

        class Answer(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                hosts.append(self.headers["Host"])
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"ok")

            def log_message(self, *_args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        if tls is not None:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        self.number = self.server.server_port
        Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def port() -> Iterator[Port]:
    made = Port()
    yield made
    made.close()


class Names:
    """A name server that answers otherwise each time."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers, self.asked = list(answers), 0

    def __call__(self, _name: str, _port: int) -> list[str]:
        self.asked += 1
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def through(names: Names, verify: ssl.SSLContext | bool = True) -> httpx.Client:
    return httpx.Client(transport=Checked(lambda: httpx.HTTPTransport(verify=verify, trust_env=False), names), trust_env=False, timeout=5)


@pytest.mark.parametrize(
    "address",
    ["169.254.169.254", "::ffff:169.254.169.254", "100.100.100.200", "::ffff:100.100.100.200", "fe80::1%eth0", "fd00:ec2::254",
     "0.0.0.0", "::", "224.0.0.1", "2002:a9fe:a9fe::"],
)  # fmt: skip
def test_nobodys_system_is_there(port: Port, address: str) -> None:
    assert forbidden(address)
    with through(Names(["127.0.0.1", address])) as http, pytest.raises(Forbidden, match="没有去连"):
        http.get(f"http://erp.example:{port.number}/")
    assert port.hosts == [], "not even to the good one of its addresses"


@pytest.mark.parametrize("address", ["10.0.0.5", "192.168.1.2", "172.16.3.4", "127.0.0.1", "100.64.0.9", "47.96.0.1", "fd12::1", "2408::1"])
def test_a_house_has_its_systems_where_it_likes(address: str) -> None:
    assert not forbidden(address)


@pytest.mark.parametrize("host", ["0xa9fea9fe", "2852039166", "169.254.169.254", "[::ffff:169.254.169.254]"])
def test_no_way_to_write_it_gets_there(host: str) -> None:
    """By the machine's own resolver, as the hub goes."""
    with line.client(timeout=2) as http, pytest.raises((Forbidden, httpx.ConnectError, httpx.InvalidURL)) as refused:
        http.get(f"http://{host}/latest/meta-data/")
    assert "没有去连" in str(refused.value) or "查不到地址" in str(refused.value) or isinstance(refused.value, httpx.InvalidURL)


def test_what_was_checked_is_where_it_goes_though_the_name_server_changes_its_mind(port: Port) -> None:
    names = Names(["127.0.0.1"], ["169.254.169.254"])
    with through(names) as http:
        assert http.get(f"http://erp.example:{port.number}/").text == "ok"
        assert (names.asked, port.hosts) == (1, [f"erp.example:{port.number}"])
        with pytest.raises(Forbidden):
            http.get(f"http://erp.example:{port.number}/")
    assert len(port.hosts) == 1


def test_an_address_that_does_not_answer_gives_way_to_the_next(port: Port) -> None:
    with through(Names(["127.0.0.2", "127.0.0.1"])) as http:
        assert http.get(f"http://erp.example:{port.number}/").text == "ok"


def test_whose_it_is_is_still_proved_by_the_name(tmp_path: Path) -> None:
    """Another name at the same address is another's, with connections of its own."""
    found = certificate(HubSettings(hosts=("erp.example",)), tmp_path, "10.0.0.5:1", now=NOW)
    assert found is not None
    mine = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    mine.load_cert_chain(found.cert, found.key)
    port, known = Port(mine), ssl.create_default_context(cafile=str(found.cert))
    try:
        with through(Names(["127.0.0.1"]), known) as http:
            assert http.get(f"https://erp.example:{port.number}/").text == "ok"
            with pytest.raises(httpx.ConnectError, match=r"(?i)hostname mismatch|certificate"):
                http.get(f"https://other.example:{port.number}/")
    finally:
        port.close()
    assert port.hosts == [f"erp.example:{port.number}"]

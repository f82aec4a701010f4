"""A floor's hub over TLS: an invited desk knows the hub from whoever stands in its place, and tells nobody else anything."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

from ordertower_desktop.domain.people import Role
from ordertower_desktop.hub.api.routes import surface
from ordertower_desktop.hub.api.serving import Server, bound
from ordertower_desktop.hub.app import Hub, wall_clock
from ordertower_desktop.hub.app.certificate import Certificate, certificate
from ordertower_desktop.hub.store.founding import LOCAL
from ordertower_desktop.hub.store.tables import tokens
from ordertower_desktop.settings import HubSettings
from ordertower_desktop.sync import trust
from ordertower_desktop.sync.http import Client, enrol
from ordertower_desktop.sync.trouble import Refused, Unreachable

FLOOR = HubSettings(hosts=("hub.example.com",))
NETWORK = "10.0.0.5:8620"
"""Where the hub says that it listens; these tests bring it to loopback."""


class Heard:
    """The surface, and every request that came as far as it."""

    def __init__(self, hub: Hub) -> None:
        self._surface, self.paths = surface(hub.tower, "test", {}), []

    async def __call__(self, scope: dict, receive: Callable, send: Callable) -> None:  # type: ignore[type-arg]
        self.paths.append(scope.get("path", ""))
        await self._surface(scope, receive, send)


@contextmanager
def serving(folder: Path, proof: Certificate | None = None, *, port: int = 0) -> Iterator[tuple[str, str, Heard]]:
    """(address, an administrator's token, what was heard) of a hub that proves itself."""
    folder.mkdir(exist_ok=True)
    proof = proof or certificate(FLOOR, folder, NETWORK, now=wall_clock())
    assert proof is not None
    hub = Hub(FLOOR, folder, pin=proof.pin)
    hub.open()
    with hub.tower.db.write() as conn:
        token = tokens.issue(conn, tokens.Kind.STANDING, person=LOCAL.id, role=Role.ADMIN, now=hub.tower.now(), name="test")
    heard, ready, sock = Heard(hub), threading.Event(), bound(f"127.0.0.1:{port}")
    server = Server(heard, ready.set, cert=proof.cert, key=proof.key)  # type: ignore[arg-type]
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
    thread.start()
    try:
        assert ready.wait(20)
        yield f"https://127.0.0.1:{sock.getsockname()[1]}", token, heard
    finally:
        server.end()
        thread.join()
        sock.close()
        hub.close()


def invited(url: str, token: str, folder: Path) -> str:
    """An invitation that an administrator got beside the hub, with its certificate at hand."""
    admin = Client(url, token, ca=str(folder / "tls.crt"))
    try:
        admin.put("/v1/people", object, body='{"id": "li", "name": "李婷", "role": "agent", "post": "agent"}'.encode())
        return str(admin.post("/v1/people/li/invitation", dict[str, object])["code"])
    finally:
        admin.close()


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    folder = tmp_path / "desk"
    folder.mkdir()
    return folder


def test_an_invitation_lets_a_desk_in_and_keeps_who_the_hub_is(tmp_path: Path, desk: Path) -> None:
    with serving(tmp_path / "hub") as (url, token, _):
        login = enrol(url, invited(url, token, tmp_path / "hub"), device="pc", folder=desk)
        later = Client(url, login.token, ca=trust.authority(desk, ""))
        assert [person["id"] for person in later.get("/v1/people", list[dict[str, object]])]
        later.close()


def test_somebody_in_the_hubs_place_is_found_out_and_hears_nothing(tmp_path: Path, desk: Path) -> None:
    with serving(tmp_path / "hub") as (url, token, _):
        invitation = invited(url, token, tmp_path / "hub")
    with serving(tmp_path / "impostor") as (url, _, heard):
        with pytest.raises(Refused, match="冒充"):
            enrol(url, invitation, device="pc", folder=desk)
        assert heard.paths == []
    assert trust.authority(desk, "") == ""


def test_a_desk_that_is_in_does_not_follow_an_impostor_either(tmp_path: Path, desk: Path) -> None:
    with serving(tmp_path / "hub") as (url, token, _):
        login = enrol(url, invited(url, token, tmp_path / "hub"), device="pc", folder=desk)
    with serving(tmp_path / "impostor", port=int(url.rpartition(":")[2])) as (_, _, heard):
        client = Client(url, login.token, ca=trust.authority(desk, ""))
        with pytest.raises(Unreachable, match="证书不可信"):
            client.get("/v1/people", object)
        client.close()
        assert heard.paths == []


def test_without_its_pin_a_hub_that_no_authority_knows_is_not_believed(tmp_path: Path, desk: Path) -> None:
    with serving(tmp_path / "hub") as (url, token, heard):
        code = invited(url, token, tmp_path / "hub")[:9]
        heard.paths.clear()
        with pytest.raises(Unreachable, match="证书不可信"):
            enrol(url, code, device="pc", folder=desk)
        assert heard.paths == []


def test_a_companys_authority_vouches_for_the_name_that_it_gave_and_for_no_other(tmp_path: Path) -> None:
    """Whoever believes the hub's certificate itself may find it under any name."""
    with ExitStack() as stack:
        ca, proof = company(tmp_path, "127.0.0.1")
        url, token, _ = stack.enter_context(serving(tmp_path / "hub", proof))
        elsewhere = url.replace("127.0.0.1", "localhost")
        for address, believed, fine in ((url, ca, True), (elsewhere, ca, False), (elsewhere, proof.cert, True)):
            client = Client(address, token, ca=str(believed))
            if fine:
                assert client.get("/healthz", object)
            else:
                with pytest.raises(Unreachable, match="证书不可信"):
                    client.get("/healthz", object)
            client.close()


def test_nothing_is_said_in_plain_on_either_side(tmp_path: Path, desk: Path) -> None:
    with serving(tmp_path / "hub") as (url, _, heard):
        with pytest.raises(httpx.HTTPError):
            httpx.get(url.replace("https:", "http:") + "/healthz", trust_env=False)
        assert heard.paths == []
    for plain in ("http://10.0.0.5:8620", "http://hub.example.com", "hub.example.com:8620"):
        with pytest.raises(Unreachable, match="https://"):
            Client(plain, "ot-device-secret")


def company(folder: Path, name: str) -> tuple[Path, Certificate]:
    """An authority, and a certificate that it gave to `name`."""
    import ipaddress
    from datetime import timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
    names = [x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, words)]) for words in ("Company", "hub")]
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(name))])
    extensions = ((x509.BasicConstraints(ca=True, path_length=None), True), (address, False))
    paths = [folder / "company.pem", folder / "hub.crt"]
    for place, path in enumerate(paths):
        made = (
            x509.CertificateBuilder()
            .subject_name(names[place])
            .issuer_name(names[0])
            .public_key(keys[place].public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(wall_clock() - timedelta(days=1))
            .not_valid_after(wall_clock() + timedelta(days=1))
            .add_extension(*extensions[place])
            .sign(keys[0], hashes.SHA256())
        )
        path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key = folder / "hub.key"
    key.write_bytes(keys[1].private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return paths[0], Certificate(paths[1], key)

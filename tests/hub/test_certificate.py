"""What a hub proves itself with: nobody is served in plain over a network, and a certificate of its own stays the same."""

import ssl
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.hub.app.certificate import Certificate, certificate, found_at, local
from ordertower_desktop.settings import HubSettings
from ordertower_desktop.wire.pin import invitation, parted, pin_of, whole

NOW = datetime(2025, 11, 12, 6, 32, tzinfo=UTC)
FLOOR = HubSettings(hosts=("10.0.0.5", "hub.公司.cn"))


def made(folder: Path, settings: HubSettings = FLOOR, listen: str = "10.0.0.5:8620") -> Certificate | None:
    return certificate(settings, folder, listen, now=NOW)


@pytest.mark.parametrize("listen", ["127.0.0.1:8620", "[::1]:8620", "localhost:0", "127.0.0.9:1"])
def test_a_hub_that_only_this_machine_can_reach_needs_none(tmp_path: Path, listen: str) -> None:
    assert local(listen)
    assert made(tmp_path, listen=listen) is None
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("listen", ["0.0.0.0:8620", "[::]:8620", "10.0.0.5:8620", "hub.example.com:8620", ":8620"])
def test_whatever_others_can_reach_has_one(tmp_path: Path, listen: str) -> None:
    found = made(tmp_path, listen=listen)
    assert found is not None
    assert found.cert.exists()


def test_its_own_is_made_once_and_its_key_is_nobody_elses(tmp_path: Path) -> None:
    first, again = made(tmp_path), made(tmp_path)
    assert first == again
    assert first is not None
    assert first.key.stat().st_mode & 0o077 == 0
    assert first.pin == pin_of(ssl.PEM_cert_to_DER_cert(first.cert.read_text()))


def test_two_hubs_have_two(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    one, other = made(tmp_path / "a"), made(tmp_path / "b")
    assert one is not None
    assert other is not None
    assert one.pin != other.pin


def test_it_names_every_address_by_which_the_hub_is_found(tmp_path: Path) -> None:
    from cryptography import x509

    found = made(tmp_path)
    assert found is not None
    names = x509.load_pem_x509_certificate(found.cert.read_bytes()).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert {str(one) for one in names.get_values_for_type(x509.IPAddress)} >= {"10.0.0.5", "127.0.0.1"}
    assert "hub.xn--55qx5d.cn" in names.get_values_for_type(x509.DNSName)


def test_a_companys_own_is_taken_as_it_is_and_desks_trust_its_authority(tmp_path: Path) -> None:
    one = made(tmp_path)
    assert one is not None
    settings = msgspec.structs.replace(FLOOR, cert=str(one.cert), key=str(one.key))
    assert made(tmp_path, settings) == replace(one, pin="")


@pytest.mark.parametrize(("cert", "key"), [("gone.crt", "gone.key"), ("", "gone.key"), ("notes.txt", "notes.txt")])
def test_a_pair_that_is_none_stops_the_start_with_what_to_look_at(tmp_path: Path, cert: str, key: str) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    settings = msgspec.structs.replace(FLOOR, cert=str(tmp_path / cert) if cert else "", key=str(tmp_path / key))
    with pytest.raises(Refusal, match=r"hub\.cert 和 hub\.key"):
        made(tmp_path, settings)


def test_a_hub_on_a_network_must_know_its_own_addresses(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"hub\.hosts"):
        made(tmp_path, HubSettings())


@pytest.mark.parametrize(
    ("hosts", "listen", "found"),
    [
        ((), "10.0.0.5:8620", ("10.0.0.5",)),
        ((), "[FD00::5]:8620", ("fd00::5",)),
        ((), "Hub.Example.com:8620", ("hub.example.com",)),
        (("a", "b"), "10.0.0.5:8620", ("a", "b")),
        ((), "0.0.0.0:8620", ()),
        ((), "[::]:8620", ()),
    ],
)
def test_where_it_listens_is_where_it_is_found(hosts: tuple[str, ...], listen: str, found: tuple[str, ...]) -> None:
    assert found_at(hosts, listen) == found


def test_an_invitation_is_read_however_it_was_typed() -> None:
    pin = "ABCDEFGHIJKLMNOP"
    written = invitation("23456789", pin)
    assert written == "2345-6789-ABCD-EFGH-IJKL-MNOP"
    assert parted(f" {written.lower()} ") == ("23456789", pin)
    assert parted("2345 6789") == ("23456789", "")
    assert invitation("23456789", "") == "23456789"
    assert [whole(one) for one in (written, "23456789", written[:-1], "", "2345")] == [True, True, False, False, False]

"""What a hub proves itself with on a network: a company's certificate, or one that it made for itself."""

import ipaddress
import os
import socket
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.hub.store.folder import write_private
from ordertower_desktop.settings import HubSettings
from ordertower_desktop.wire.pin import pin_of

_EVERYWHERE = ("", "0.0.0.0", "::")
LIFE = timedelta(days=3650)
"""Desks know this very certificate, so its end protects nobody."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """`pin` goes into invitations; it is empty for a company's certificate, which desks trust by its authority."""

    cert: Path
    key: Path
    pin: str = ""


def certificate(settings: HubSettings, folder: Path, listen: str, *, now: datetime) -> Certificate | None:
    """None where only this machine can come, unless the settings name one. Nobody is served in plain over a network.

    Raises `Refusal` where the settings do not tell what a network needs.
    """
    if not local(listen) and not settings.hosts:
        raise Refusal(f'在 {listen} 上对外监听时，要在设置里写明工作台用哪些地址找中枢，例如 hub.hosts = ["10.0.0.5", "hub.公司域名"]')
    if settings.cert or settings.key:
        given = Certificate(Path(settings.cert), Path(settings.key))
        _check(given)
        return given
    if local(listen):
        return None
    own = Certificate(folder / "tls.crt", folder / "tls.key")
    if not (own.cert.exists() and own.key.exists()):
        _make(own, {*settings.hosts, *_names()}, now)
    _check(own)
    return Certificate(own.cert, own.key, pin_of(ssl.PEM_cert_to_DER_cert(own.cert.read_text("ascii"))))


def local(listen: str) -> bool:
    """Whether an address is one that only this machine can reach."""
    host = _host(listen)
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def found_at(hosts: tuple[str, ...], listen: str) -> tuple[str, ...]:
    """By which names desks find a hub: as the settings say, else where it listens, unless that is everywhere."""
    return hosts or ((_host(listen),) if _host(listen) not in _EVERYWHERE else ())


def _host(listen: str) -> str:
    return listen.rpartition(":")[0].strip("[]").lower()


def _check(one: Certificate) -> None:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(one.cert, one.key)
    except (OSError, ssl.SSLError) as error:
        why = error.strerror if isinstance(error, FileNotFoundError | PermissionError) else "不是一对 PEM 证书和私钥"
        raise Refusal(f"证书用不了：{one.cert}、{one.key}：{why}。请检查 hub.cert 和 hub.key") from error


def _names() -> set[str]:
    return {socket.gethostname(), "localhost", "127.0.0.1"}


def _make(one: Certificate, names: Iterable[str], now: datetime) -> None:
    """A key and a certificate signed with it; the key first, since a certificate without one is no use."""
    try:
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec
    except ImportError as error:
        raise Refusal(
            "对外监听要有证书。请在设置里写 hub.cert 和 hub.key，或这样装中枢让它自己生成：pip install 'ordertower-desktop[floor]'"
        ) from error
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "OrderTower hub")])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + LIFE)
        .add_extension(x509.SubjectAlternativeName([_spoken(x509, name) for name in sorted(names)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    write_private(one.key, key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    write_private(one.cert, made.public_bytes(pem))
    os.chmod(one.cert, 0o644)  # desks may be given it


def _spoken(x509: ModuleType, name: str) -> Any:
    """An address or a host, as a certificate names it."""
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name.encode("idna").decode())

"""Which hub this desk believes: the system's authorities, one that the settings name, or the one certificate that an invitation named."""

import hmac
import os
import ssl
from pathlib import Path
from urllib.parse import urlsplit

from ordertower_desktop.sync.trouble import Refused, Unreachable
from ordertower_desktop.wire.pin import pin_of

KEPT = "hub.pem"
"""The certificate of the hub that this desk was invited to, in the desk's folder."""
LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})
PATIENCE_S = 5.0


def local(url: str) -> bool:
    """Whether a hub is on this machine."""
    return (urlsplit(url).hostname or "") in LOCAL


def refuse_plain(url: str) -> None:
    """Raises `Unreachable` for an address at which tokens would cross a network in plain."""
    if urlsplit(url).scheme != "https" and not local(url):
        raise Unreachable(f"中枢地址 {url} 要以 https:// 开头：登录凭证不在网络上明文传送")


def authority(folder: Path, ca: str) -> str:
    """The PEM file to believe: that of the settings, else the kept one; empty for the system's authorities."""
    kept = folder / KEPT
    return ca or (str(kept) if kept.exists() else "")


def context(ca: str) -> ssl.SSLContext:
    """A file that holds no authority holds the hub's own certificate: then that one and no other, under whatever name the hub is found.

    Raises `Unreachable`.
    """
    if not ca:
        import truststore

        return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        made = ssl.create_default_context(cafile=ca)
    except (OSError, ssl.SSLError) as error:
        raise Unreachable(f"证书文件 {ca} 打不开，或里面没有证书，请检查设置 hub.ca") from error
    if not made.get_ca_certs():
        made.check_hostname = False
        made.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    return made


def fetched(url: str, pin: str, keep: Path) -> str:
    """Ask the hub for its certificate, before anything is told to it, and keep it where it is the one that the invitation names.

    Answers the file. Raises `Unreachable`, or `Refused` where it is another one.
    """
    at = urlsplit(url)
    try:
        pem = ssl.get_server_certificate((at.hostname or "", at.port or 443), timeout=PATIENCE_S)
    except (OSError, ValueError) as error:
        raise Unreachable(f"连不上中枢 {url}，请核对地址和网络") from error
    if not hmac.compare_digest(pin_of(ssl.PEM_cert_to_DER_cert(pem)), pin):
        raise Refused("中枢的证书与邀请码里的不一致：邀请码输错了，或有人冒充中枢。请向主管核对")
    part = keep.with_suffix(".new")
    part.write_text(pem, "ascii")
    os.replace(part, keep)
    return str(keep)

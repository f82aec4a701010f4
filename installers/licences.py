"""Gathers the licence texts of all that a package carries: Python's parts, the libraries of Debian, Python itself, our own notices.

usage: licences.py DOC_FOLDER [--libraries SOURCES.txt] [--site FOLDER --python LICENSE.txt --release 3.13.2]
    --libraries: the origin of every bundled library of this system, one a line
    --site: the parts lie in this folder, not in the running Python; then --python and --release tell of the Python that goes along
"""

import argparse
import re
import shutil
import subprocess
import sys
import sysconfig
from importlib.metadata import Distribution, distributions
from pathlib import Path

TOOLS = {"altgraph", "ordertower-desktop", "pip", "pyinstaller", "pyinstaller-hooks-contrib", "setuptools", "uv"}
TEXT = re.compile(r"(^|/)(licen[cs]es?|copying|notice|authors)[^/]*$|/licenses?/", re.IGNORECASE)

LGPL = {False: "/usr/share/common-licenses/LGPL-3", True: "third-party/LGPL-3.txt and third-party/GPL-3.txt, which it adds to"}
WHERE = {False: "/usr/lib/ordertower", True: "app\\Lib\\site-packages"}
"""Whether the parts lie in a folder of their own (Windows) or in this system's Python (Debian)."""


def parts(site: Path | None) -> list[Distribution]:
    """The installed distributions that end up in the program."""
    found = distributions(path=[str(site)]) if site else distributions()
    return sorted((one for one in found if one.name.lower() not in TOOLS), key=lambda one: one.name.lower())


def licence(part: Distribution) -> str:
    """What the distribution says about itself, in a few words."""
    said = part.metadata.get("License-Expression") or next(
        (line.rpartition(":: ")[2] for line in part.metadata.get_all("Classifier", []) if line.startswith("License ::")), ""
    )
    return said or (part.metadata.get("License") or "see its own text").splitlines()[0]


def texts(part: Distribution, folder: Path) -> None:
    for file in part.files or ():
        if ".dist-info/" in str(file) and TEXT.search(str(file)) and (found := Path(str(part.locate_file(file)))).is_file():
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(found, folder / found.name)


def debian(sources: list[str], folder: Path) -> list[str]:
    """Copy the copyright files of the Debian packages that bundled libraries were taken from; returns their names."""
    taken = sorted({path for line in sources for path in (line, str(Path(line).resolve())) if path.startswith(("/usr/lib", "/lib"))})
    if not taken:
        return []
    asked = subprocess.run(["dpkg-query", "-S", *taken, *(f"/usr{path}" for path in taken)], capture_output=True, text=True, check=False)
    names = sorted({line.split(":", 1)[0] for line in asked.stdout.splitlines()})
    for name in names:
        if (own := Path("/usr/share/doc", name, "copyright")).is_file():
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(own, folder / name)
    return names


def main(options: argparse.Namespace) -> None:
    top, doc = Path(__file__).resolve().parents[1], Path(options.doc)
    doc.mkdir(parents=True, exist_ok=True)
    carried = parts(Path(options.site) if options.site else None)
    for part in carried:
        texts(part, doc / "third-party" / part.name)
    sources = Path(options.libraries).read_text(encoding="utf-8").splitlines() if options.libraries else []
    libraries = debian(sources, doc / "third-party" / "debian")
    python = Path(options.python or Path(sysconfig.get_paths()["stdlib"]) / "LICENSE.txt")
    if options.site:  # Debian has the texts at a place that everybody knows
        for name in ("LGPL-3", "GPL-3"):
            shutil.copyfile(Path("/usr/share/common-licenses", name), doc / "third-party" / f"{name}.txt")
    if python.is_file():
        shutil.copyfile(python, doc / "third-party" / "Python-LICENSE.txt")
    shutil.copyfile(top / "resources/fonts/OFL.txt", doc / "third-party" / "OFL.txt")
    shutil.copyfile(top / "THIRD_PARTY.md", doc / "THIRD_PARTY.md")
    lines = [
        (top / "LICENSE").read_text(encoding="utf-8"),
        "This package carries the following parts; their texts lie in third-party/ beside this file.",
        f"Python {options.release}: Python Software Foundation License",
        *(f"{part.name} {part.version}: {licence(part)}" for part in carried),
        *(f"{name}: from Debian, third-party/debian/{name}" for name in libraries),
        "",
        f"Qt and PySide6 are used under the GNU Lesser General Public License 3 ({LGPL[bool(options.site)]}).",
        f"Their libraries are separate files under {WHERE[bool(options.site)]} and may be replaced by other builds of them.",
    ]
    (doc / "copyright").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("doc")
    asked.add_argument("--libraries")
    asked.add_argument("--site")
    asked.add_argument("--python")
    asked.add_argument("--release", default=sys.version.split()[0])
    main(asked.parse_args())

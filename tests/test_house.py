"""The laws of the house that no linter knows: size, places, first sentences, layers, and promises of the README."""

import ast
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from ordertower_desktop.__main__ import _parser, main

TOP = Path(__file__).resolve().parents[1]
ROOMS = ("ordertower_desktop", "tests", "benchmarks", "scripts", "examples", "installers")
MOST_LINES = 300
COMMON_ROOTS = {"tmp", "home", "srv", "opt", "usr", "var", "root", "builds", "mnt"}


def sources() -> list[Path]:
    return sorted(path for room in ROOMS for path in (TOP / room).rglob("*.py") if "node_modules" not in path.parts)


def tracked() -> list[Path]:
    said = subprocess.run(["git", "-c", "safe.directory=*", "ls-files", "-z"], cwd=TOP, capture_output=True, text=True, check=True).stdout
    return [TOP / name for name in said.split("\0") if name and (TOP / name).is_file()]


def printed(*command: str) -> str:
    """What a command says; nothing where it does not exist."""
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60).stdout
    except FileNotFoundError:
        return ""


def package_hosts() -> set[str]:
    """The hosts that this machine's package clients use; found here, so that none need be written down."""
    settings = [printed(sys.executable, "-m", "pip", "config", "list"), printed("npm", "config", "get", "registry")]
    own = "from pip._internal.models.index import PyPI as p; print(f'x://{p.netloc}/ x://{p.file_storage_netloc}/')"
    settings += [printed(sys.executable, "-c", own)]
    settings += [f"{name}={value}" for name, value in os.environ.items() if re.search("index_url|registry|proxy", name, re.IGNORECASE)]
    lists = [Path("/etc/apt/sources.list"), Path("/etc/pip.conf"), *Path("/etc/apt/sources.list.d").glob("*")]
    settings += [path.read_text(encoding="utf-8", errors="replace") for path in lists if path.is_file()]
    hosts = (re.sub(r"^.*@|:\d+$", "", host) for text in settings for host in re.findall(r"[a-z]+://([^/\s\"']+)", text))
    return {host for host in hosts if "." in host and not host.startswith("127.")}


def machine_places() -> set[str]:
    """Folders that exist on this machine only: the checkout, the home, and a mount of its own where the checkout lies under one."""
    first = TOP.parts[1]
    return {f"{TOP}/", f"{Path.home()}/.", *([] if first in COMMON_ROOTS else [f"/{first}/"])}


def test_no_source_file_is_longer_than_three_hundred_lines() -> None:
    long = {str(path.relative_to(TOP)): lines for path in sources() if (lines := len(path.read_text("utf-8").splitlines())) > MOST_LINES}

    assert not long


def test_every_module_of_the_product_opens_with_a_sentence() -> None:
    modules = [path for path in (TOP / "ordertower_desktop").rglob("*.py") if path.read_text("utf-8").strip()]
    silent = [str(path.relative_to(TOP)) for path in modules if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]

    assert modules
    assert not silent


def test_no_tracked_file_names_a_package_host_or_a_place_of_this_machine() -> None:
    hosts = package_hosts()
    words = [*(rf"(?<![\w.-]){re.escape(host)}" for host in hosts), *(rf"(?<![\w.$}}]){re.escape(place)}" for place in machine_places())]
    pattern = re.compile("|".join(words).encode())
    told = {str(path.relative_to(TOP)): found[0] for path in tracked() if (found := pattern.search(path.read_bytes()))}

    assert hosts, "pip always knows at least its own index"
    assert not told


def test_the_import_contracts_hold() -> None:
    done = subprocess.run([Path(sys.executable).parent / "lint-imports"], cwd=TOP, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout[-3000:]


def test_the_changelog_tells_the_supervisor_what_is_new() -> None:
    text = (TOP / "CHANGELOG.md").read_text("utf-8")

    assert re.search(r"^## \[(未发布|\d+\.\d+\.\d+)\]", text, re.MULTILINE)
    assert re.search(r"^### 新增\n- \S", text, re.MULTILINE)


def readme_commands() -> Iterator[list[str]]:
    """Every command in the README's fenced blocks, as words; comments are left out."""
    for block in re.findall(r"^```(?:bash|sh)?\n(.*?)^```", (TOP / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            for command in line.split("&&"):
                words = shlex.split(command, comments=True)
                if words and words[0].startswith("./"):
                    yield words


def test_every_command_of_the_readme_exists_and_is_understood() -> None:
    commands = list(readme_commands())
    names = [words[0] for words in commands]

    assert names[:3] == ["./ordertower.sh", "./ordertower.sh", "./test.sh"], "the main job and the tests come first"
    for words in commands:
        assert os.access(TOP / words[0], os.X_OK), words
        for word in words[1:]:
            assert not word.startswith("examples/") or list(TOP.glob(word)), f"{word} is not there"
        if words[0] == "./ordertower.sh" and len(words) > 1:
            _parser(words[1]).parse_args(words[1:])


def test_the_readme_is_kept_honest_by_a_parser_that_refuses(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        _parser("import").parse_args(["import", "--no-such-option"])

    assert "用法不对" in capsys.readouterr().err


@pytest.mark.parametrize(("word", "told"), [("demo", "命令要写在最前面，如 ordertower demo"), ("dmeo", "“dmeo”既不是命令")])
def test_a_command_behind_its_options_is_no_link_for_the_desk(word: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--data-dir", "elsewhere", word])

    assert told in capsys.readouterr().err


def test_the_package_depends_on_every_library_that_a_checkout_installs() -> None:
    said = (TOP / "scripts/debian-deps.sh").read_text("utf-8")
    wanted = {name for name in re.search(r'^run="(.*?)"', said, re.MULTILINE | re.DOTALL)[1].split() if name.startswith("lib")}  # type: ignore[index]
    control = (TOP / "installers/debian/control.in").read_text("utf-8")
    depends = {name.split()[0] for name in re.search(r"^Depends: (.*)$", control, re.MULTILINE)[1].split(", ")}  # type: ignore[index]

    assert wanted
    assert wanted <= depends


def test_the_desktop_entry_opens_links_and_tells_the_version_of_the_product() -> None:
    entry = (TOP / "resources/desktop/ordertower.desktop").read_text("utf-8")
    version = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]["version"]

    assert "MimeType=x-scheme-handler/ordertower;" in entry
    assert "Exec=ordertower desk %u" in entry
    assert f'<release version="{version}"' in next((TOP / "resources/desktop").glob("*.metainfo.xml")).read_text("utf-8")


@pytest.mark.parametrize("page", ["requirements", "promises"])
def test_every_proof_that_a_page_names_is_there(page: str) -> None:
    told = re.findall(r"`((?:\w+/)*test_\w+\.py)::([Tt]est\w+)`", (TOP / f"docs/{page}.md").read_text("utf-8"))
    start = r"^(?:def )?{0}\b(?: = |\()"
    missing = [f"{file}::{name}" for file, name in told if not re.search(start.format(name), _text(TOP / "tests" / file), re.MULTILINE)]

    assert len(told) > 40
    assert not missing


def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.is_file() else ""

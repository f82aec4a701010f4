"""The handbook cannot rot: its pictures are there, its words stand in the program, its keys and commands are understood."""

import ast
import re
import shlex
import tomllib
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from ordertower_desktop.__main__ import COMMANDS, _parser
from ordertower_desktop.views.glass.commanding import PAGES
from ordertower_desktop.views.handbook.chapters import CHAPTERS, OF_PAGE
from ordertower_desktop.views.mine import keys as mine
from ordertower_desktop.views.order import keys as order
from ordertower_desktop.views.pool import keys as pool
from tests.handbook.take import FOLDER, HEIGHT, PICTURES, WIDTH

TOP = Path(__file__).resolve().parents[2]
BOOK = TOP / "docs" / "handbook"
FILES = sorted(BOOK.glob("*.md"))
MOST_BYTES = 3 * 1024 * 1024
GLOBAL_KEYS = {"Ctrl+K", "Ctrl+T", "?", "F1", "Alt", *"123456789"}
KEY = re.compile(r"(?:(?:Ctrl|Alt|Shift)\+)*(?:[A-Z0-9?/]|F\d+|Space|Enter|Esc)|G [A-Z]|Alt")
TYPED = {"js", "jies"}


def told() -> str:
    return "\n".join(path.read_text("utf-8") for path in FILES)


def words_of_the_program() -> set[str]:
    """Every piece of text that a source of the product holds, with numbers left open."""
    found: set[str] = set()
    for path in (TOP / "ordertower_desktop").rglob("*.py"):
        if "demo" in path.relative_to(TOP / "ordertower_desktop").parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value.strip())
    return found


def keys_of_the_program() -> set[str]:
    listed = [*pool.MOVES, *pool.ACTS, *pool.CHORDS, *order.MOVES, *order.ACTS, *mine.KEYS]
    keys = {key for one in listed for key in (one.key, one.twin) if key} | GLOBAL_KEYS | {keys for _, _, keys in PAGES}
    return keys | {key.replace("Return", "Enter").replace("Escape", "Esc") for key in keys}


def test_every_picture_that_is_shown_is_there_and_every_one_there_is_shown() -> None:
    shown = set(re.findall(r"!\[[^\]]+\]\(pictures/([\w-]+)\.png\)", told()))

    assert shown == {path.stem for path in FOLDER.glob("*.png")}
    assert shown <= set(PICTURES), "each can be made anew"


def test_the_pictures_are_small_and_not_empty() -> None:
    pictures = [QImage(str(path)) for path in FOLDER.glob("*.png")]

    assert all((one.width(), one.height()) == (WIDTH, HEIGHT) for one in pictures)
    assert all(len({one.pixel(x, y) for x in range(0, WIDTH, 7) for y in range(0, HEIGHT, 7)}) > 8 for one in pictures)
    assert sum(path.stat().st_size for path in FOLDER.glob("*.png")) < MOST_BYTES


def test_each_page_and_button_that_it_names_is_a_word_of_the_program() -> None:
    known = words_of_the_program()
    known |= {re.sub(r"\{\d?[^}]*\}", "N", word) for word in known}
    named = set(re.findall(r"「([^」]+)」", told()))
    strange = sorted(word for word in named if word not in known and re.sub(r"[\d,]+", "N", word) not in known)

    assert len(named) > 60
    assert not strange


def test_each_key_that_it_names_does_something() -> None:
    known = keys_of_the_program()
    spans = set(re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", told(), flags=re.MULTILINE | re.DOTALL)))
    keys = {span for span in spans if KEY.fullmatch(span)}

    assert len(keys) > 30
    assert not keys - known
    assert spans >= TYPED


def commands() -> list[list[str]]:
    blocks = re.findall(r"^```bash\n(.*?)^```", told(), re.MULTILINE | re.DOTALL)
    return [shlex.split(line, comments=True) for block in blocks for line in block.splitlines() if line.strip()]


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_each_command_that_it_gives_is_understood(words: list[str]) -> None:
    assert words[0] == "ordertower"
    assert words[1] in COMMANDS

    _parser(words[1]).parse_args(words[1:])


def test_the_links_lead_somewhere_and_the_chapters_are_all_there() -> None:
    links = set(re.findall(r"(?<!!)\[[^\]]+\]\(([^)]+)\)", told()))

    assert all((BOOK / link).is_file() for link in links)
    assert {path.stem for path in FILES} == {key for key, _ in CHAPTERS} | {"README"}
    assert set(OF_PAGE.values()) <= {key for key, _ in CHAPTERS}
    for key, name in CHAPTERS:
        assert (BOOK / f"{key}.md").read_text("utf-8").startswith(f"# {name}\n")


def test_the_documents_that_it_sends_people_to_exist() -> None:
    missing = [name for name in re.findall(r"`(docs/[\w/-]+\.md)`", told()) if not (TOP / name).is_file()]

    assert not missing


def test_the_handbook_goes_into_every_package() -> None:
    built = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]

    assert built["docs/handbook"] == "ordertower_desktop/_resources/handbook"
    for recipe in ("installers/debian/ordertower.spec", "installers/macos/build.sh"):
        assert "docs/handbook" in (TOP / recipe).read_text("utf-8")

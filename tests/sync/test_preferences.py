"""What a desk remembers of its person's choices comes back, and a broken file costs only the choices."""

from pathlib import Path

from ordertower_desktop.models.pool.filters import Filter, View
from ordertower_desktop.sync.preferences import FILE, Preferences, read, write
from ordertower_desktop.wire.codec import decode, encode


def test_choices_come_back_views_and_tiles_included(tmp_path: Path) -> None:
    views = [View("own-1", "华东洗护", Filter(region=frozenset({"华东"}), category=frozenset({"洗护"})), shared=False)]
    chosen = Preferences(theme="dark", views=encode(views).decode(), tiles=["lights", "level"])
    write(tmp_path, chosen)
    assert read(tmp_path) == chosen
    assert decode(read(tmp_path).views, list[View]) == views


def test_a_broken_file_costs_only_the_choices(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("{half", encoding="utf-8")
    assert read(tmp_path) == Preferences()

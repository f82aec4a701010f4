"""What may be loaded before the first row is on the glass."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from ordertower_desktop.sync.cache import Cache
from ordertower_desktop.sync.peek import Peek
from ordertower_desktop.wire.codec import encode
from ordertower_desktop.wire.rows import Change, PoolRow

HEAVY = ("httpx", "keyring", "sqlalchemy", "numpy", "filelock", "pyqtgraph", "asyncio", "ssl", "truststore", "ordertower_desktop.hub")


def test_the_desk_loads_nothing_heavy_before_first_paint() -> None:
    code = f"import sys, ordertower_desktop.sync.cache, ordertower_desktop.sync.desk; print([m for m in {HEAVY!r} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert found.stdout.strip() == "[]"


def test_the_window_waits_for_no_part_that_it_does_not_show() -> None:
    """Acts, cases, the board and the desk's memory are read after the first paint."""
    later = ("domain.actions", "domain.case", "domain.board", "sync.desk", "sync.outbox", "views.glass.verbs", "views.board.page")
    modules = "ordertower_desktop.app, ordertower_desktop.sync.peek, ordertower_desktop.views.glass.start"
    code = f"import sys, {modules}; print([m for m in {later!r} if f'ordertower_desktop.{{m}}' in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert found.stdout.strip() == "[]"


def test_what_stands_around_the_pool_reads_no_rule_editor() -> None:
    """It is read when somebody first goes there."""
    code = "import sys, ordertower_desktop.views.glass.annex; print([m for m in sys.modules if '.rules' in m or 'granting' in m])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert found.stdout.strip() == "[]"


def test_peek_gives_the_most_urgent_rows_and_nothing_from_a_file_that_is_none(tmp_path: Path) -> None:
    changes = [
        Change(n, "case", row.case, 1, msgspec.Raw(encode(row)))
        for n, row in enumerate([open_row("b", due=2), open_row("a", due=1), open_row("c", due=3)], 1)
    ]
    cache = Cache(tmp_path / "cache.db", tmp_path / "quarantine")
    cache.absorb(changes, 3, epoch="e", head=3)
    cache.close()
    (tmp_path / "no.db").write_bytes(b"no database at all" * 100)

    assert [row.case for row in Peek(tmp_path / "cache.db", 2).rows()] == ["a", "b"]
    assert Peek(tmp_path / "no.db", 2).rows() == []
    assert Peek(tmp_path / "never.db", 2).rows() == []


def open_row(case: str, *, due: int) -> PoolRow:
    at = datetime(2025, 11, 12, tzinfo=UTC)
    return PoolRow(case, f"order-{case}", 1, "open", "LATE", "晚", at, due_at=at + timedelta(hours=due))


def test_the_way_to_the_hub_brings_no_command_line_of_its_own() -> None:
    code = "import sys, ordertower_desktop.sync.http; print([m for m in ('click', 'rich', 'pygments') if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert found.stdout.strip() == "[]"

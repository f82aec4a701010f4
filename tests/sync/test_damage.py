"""Files that were flipped, cut, emptied or taken away: the cache is made again, the outbox is read out to the last whole record."""

import hashlib
import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from ordertower_desktop.sync.files import Files, set_aside
from ordertower_desktop.sync.frame import Entry, found_in, pack
from ordertower_desktop.sync.outbox import NotSaved, Outbox
from ordertower_desktop.sync.peek import peek
from ordertower_desktop.wire.codec import encode
from tests.sync.fakehub import FakeHub
from tests.sync.rig import Rig, rig

CASES = 60


def _hub() -> FakeHub:
    hub = FakeHub()
    for i in range(CASES):
        hub.open(f"c{i:02}", minutes=i, title="外套 " * 40)
    return hub


@pytest.fixture
def whole(tmp_path: Path) -> tuple[Path, FakeHub]:
    """A desk's folder after a good day: a full cache, settled actions, and two that wait."""
    hub = _hub()
    desk = rig(tmp_path / "whole", hub)
    desk.sync()
    for i in range(10):
        desk.acknowledge(f"c{i:02}", f"a{i}")
    desk.sync()
    with desk.cable.pulled():
        desk.acknowledge("c20", "w1")
        desk.acknowledge("c21", "w2")
    desk.memory.outbox._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    desk.memory._cache._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    desk.close()
    return tmp_path / "whole", hub


def _flip(path: Path, chance: random.Random) -> None:
    raw = bytearray(path.read_bytes())
    for _ in range(chance.choice((1, 3, 40))):
        raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    path.write_bytes(raw)


def _cut(path: Path, chance: random.Random) -> None:
    with path.open("r+b") as file:
        file.truncate(chance.randrange(path.stat().st_size))


def _blank(path: Path, chance: random.Random) -> None:
    raw = bytearray(path.read_bytes())
    at = chance.choice((0, chance.randrange(len(raw))))
    raw[at : at + 100] = bytes(len(raw[at : at + 100]))
    path.write_bytes(raw)


def _newer(path: Path, chance: random.Random) -> None:
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 99")
    db.close()


def _foreign_log(path: Path, chance: random.Random) -> None:
    other = path.with_name("other.db")
    db = sqlite3.connect(other)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("CREATE TABLE t (x)")
    db.execute("INSERT INTO t VALUES (1)")
    db.commit()
    shutil.copy(f"{other}-wal", f"{path}-wal")
    db.close()
    other.unlink()


def _gone(path: Path, chance: random.Random) -> None:
    path.unlink()


def _folder(path: Path, chance: random.Random) -> None:
    path.unlink()
    path.mkdir()


HARM = (_flip, _cut, _blank, _newer, _foreign_log, _gone, _folder)


def _rows_of(outbox: Path) -> str:
    db = sqlite3.connect(f"file:{outbox}?mode=ro", uri=True)
    found = db.execute("SELECT id, actor, hub, state, frame FROM outbox ORDER BY seq").fetchall()
    db.close()
    return hashlib.sha256(repr(found).encode()).hexdigest()


@pytest.mark.parametrize("harm", HARM, ids=lambda harm: harm.__name__.strip("_"))
def test_a_harmed_cache_is_made_again_and_the_outbox_is_not_touched(
    whole: tuple[Path, FakeHub], tmp_path: Path, harm: object, request: pytest.FixtureRequest
) -> None:
    source, hub = whole
    for seed in range(200 if request.config.getoption("--long") else 12):
        folder = tmp_path / f"try{seed}"
        shutil.copytree(source, folder)
        before = _rows_of(folder / "outbox.db")
        harm(folder / "cache.db", random.Random(seed))  # type: ignore[operator]
        desk = Rig(folder, rig(tmp_path / f"other{seed}", hub).cable)
        desk.cable.cut = True
        desk.sync()
        assert _rows_of(folder / "outbox.db") == before
        desk.cable.cut = False
        for _ in range(3):
            desk.sync()
        assert desk.glass == hub.screen(), (harm, seed)
        assert desk.waiting() == []
        desk.close()
        shutil.rmtree(folder)


def test_no_byte_of_the_cache_can_be_turned_so_that_the_screen_is_wrong(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    hub = FakeHub()
    for case in ("a", "b", "c"):
        hub.open(case)
    desk = rig(tmp_path, hub)
    desk.sync()
    desk.close()
    whole = desk.files.cache.read_bytes()
    told = [at for at, byte in enumerate(whole) if byte]
    for at in told if request.config.getoption("--long") else told[::29]:
        raw = bytearray(whole)
        raw[at] ^= 0xA5
        for tail in ("-wal", "-shm"):
            Path(f"{desk.files.cache}{tail}").unlink(missing_ok=True)
        desk.files.cache.write_bytes(raw)
        desk.begin()
        assert desk.sync(), at
        assert desk.glass == hub.screen(), at
        desk.close()


@pytest.mark.parametrize("harm", HARM, ids=lambda harm: harm.__name__.strip("_"))
def test_first_paint_shows_true_rows_or_none_and_touches_nothing(whole: tuple[Path, FakeHub], tmp_path: Path, harm: object) -> None:
    source, hub = whole
    bodies = {encode(row) for row in hub.screen().values()}
    assert len(peek(source / "cache.db", 20)) == 20
    for seed in range(12):
        path = tmp_path / f"try{seed}" / "cache.db"
        path.parent.mkdir()
        shutil.copy(source / "cache.db", path)
        harm(path, random.Random(seed))  # type: ignore[operator]
        before = path.read_bytes() if path.is_file() else b""
        assert set(peek(path, 20)) <= bodies
        assert (path.read_bytes() if path.is_file() else b"") == before


@pytest.mark.parametrize("harm", [_flip, _cut, _blank, _newer], ids=lambda harm: harm.__name__.strip("_"))
def test_a_harmed_outbox_is_kept_and_every_record_that_is_still_whole_comes_back(
    whole: tuple[Path, FakeHub], tmp_path: Path, harm: object, request: pytest.FixtureRequest
) -> None:
    source, _ = whole
    for seed in range(300 if request.config.getoption("--long") else 25):
        files = Files(tmp_path / f"try{seed}")
        shutil.copytree(source, files.folder)
        harm(files.outbox, random.Random(seed))  # type: ignore[operator]
        readable = {entry.id for entry in found_in(files.outbox.read_bytes())}
        outbox = Outbox(files.outbox, files.quarantine)
        waiting = {item.entry.id for item in outbox.unsettled()}
        assert readable & {"w1", "w2"} <= waiting, (harm, seed)
        if outbox.salvaged is not None:
            assert list(files.quarantine.glob("outbox-*.db")), "the harmed file is kept"
            assert "读回" in outbox.salvaged.sentence
        outbox.close()
        shutil.rmtree(files.folder)


def test_salvage_that_died_half_way_is_finished_at_the_next_start(whole: tuple[Path, FakeHub]) -> None:
    files = Files(whole[0])
    _blank(files.outbox, random.Random(1))
    set_aside(files.outbox, files.quarantine)  # and there the power went
    outbox = Outbox(files.outbox, files.quarantine)
    assert {"w1", "w2"} <= {item.entry.id for item in outbox.unsettled()}
    outbox.close()
    again = Outbox(files.outbox, files.quarantine)
    assert again.salvaged is None
    again.close()


def test_a_log_whose_file_is_gone_is_read_out_too(tmp_path: Path) -> None:
    files = Files(tmp_path).made()
    outbox = Outbox(files.outbox, files.quarantine)
    outbox.put([Entry("x1", "li", "h", "2025-11-12T06:00:00+00:00", b"{}")])
    copy = tmp_path / "log"
    shutil.copy(f"{files.outbox}-wal", copy)
    outbox.close()
    files.outbox.unlink()
    shutil.move(copy, f"{files.outbox}-wal")
    again = Outbox(files.outbox, files.quarantine)
    assert [item.entry.id for item in again.unsettled()] == ["x1"]
    again.close()


def test_a_flipped_bit_can_not_turn_a_waiting_action_into_a_settled_one(whole: tuple[Path, FakeHub]) -> None:
    files = Files(whole[0])
    db = sqlite3.connect(files.outbox)
    db.execute("UPDATE outbox SET state = 'settled' WHERE id = 'w1'")
    db.commit()
    db.close()
    outbox = Outbox(files.outbox, files.quarantine)
    assert "w1" in {item.entry.id for item in outbox.unsettled()}
    outbox.close()


def test_a_record_is_found_again_in_any_heap_of_bytes() -> None:
    entries = [Entry(f"x{i}", "li", "h", "t", b"{}" * i) for i in range(5)]
    heap = b"\0junk".join(pack(entry) for entry in entries) + pack(entries[0])[:-1]
    assert list(found_in(heap)) == entries


def test_a_folder_that_cannot_be_written_says_so_and_harms_nothing(tmp_path: Path) -> None:
    files = Files(tmp_path).made()
    files.outbox.mkdir()
    with pytest.raises(NotSaved, match="未保存"):
        Outbox(files.outbox, files.quarantine)
    assert files.outbox.is_dir()

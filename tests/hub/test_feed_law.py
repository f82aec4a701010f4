"""The feed law: whatever writers, sequencer and paging do, a desk holds what the hub holds, and can prove it (P7, P17)."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from ordertower_desktop.domain.people import Role
from ordertower_desktop.hub.store.db import Database
from ordertower_desktop.hub.store.feed import epoch
from ordertower_desktop.hub.store.feed.changes import clear_tombstones, page, position
from ordertower_desktop.hub.store.feed.scope import delivered
from ordertower_desktop.hub.store.feed.sequencer import sequence
from ordertower_desktop.hub.store.feed.write import Document, put
from ordertower_desktop.wire.digest import feed_hash, plus, spell
from tests.hub.floor import NOON
from tests.hub.place import Place

SCOPES = delivered(Role.AGENT, "zhao")


class Killed(Exception):
    """The sequencer's process died here."""


def die() -> None:
    raise Killed


@pytest.fixture
def db(place: Place) -> Iterator[Database]:
    made = Database(place.url)
    with made.write() as conn:
        epoch.begin(conn, None)
    yield made
    made.close()


class Reader:
    """A desk that only holds keys and versions."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self.cursor, self.life = 0, ""
        self.held: dict[tuple[str, str], tuple[int, bytes]] = {}
        self.resets = 0

    def read(self, limit: int) -> bool:
        """One page; True at the head, where the digest must agree."""
        with self._db.read() as conn:
            found = page(conn, self.cursor, epoch=self.life, scopes=SCOPES, limit=limit)
        if found.reset:
            self.held.clear()
            self.resets += 1
        for change in found.changes:
            assert change.n > self.cursor
            if change.gone:
                self.held.pop((change.topic, change.key), None)
            else:
                self.held[change.topic, change.key] = (change.version, bytes(change.body))
        self.cursor, self.life = found.cursor, found.epoch
        if self.cursor != found.head or found.reset:
            return False
        assert self.digest() == found.digest
        return True

    def digest(self) -> dict[str, str]:
        total = dict.fromkeys(SCOPES, 0)
        for (topic, key), (version, _) in self.held.items():
            total[topic] = plus(total[topic], feed_hash(topic, key, version))
        return {topic: spell(value) for topic, value in total.items()}


def write_some(db: Database, dice: Random, truth: dict[tuple[str, str], bytes]) -> None:
    """A transaction of a writer; one in five is rolled back and must leave no trace."""
    things = {}
    for _ in range(dice.randint(1, 6)):
        topic = dice.choice(("case", "notice", "source"))
        key = f"zhao/{dice.randint(0, 30)}" if topic == "notice" else str(dice.randint(0, 60))
        things[topic, key] = None if dice.random() < 0.2 else dice.randint(0, 9)
    documents = [Document(topic, key, body, gone=body is None) for (topic, key), body in things.items()]
    try:
        with db.write() as conn:
            put(conn, documents)
            if dice.random() < 0.2:
                die()
    except Killed:
        return
    for pair, body in things.items():
        truth.pop(pair, None)
        if body is not None:
            truth[pair] = str(body).encode()


def number_some(db: Database, dice: Random) -> None:
    """The sequencer takes a part; one in four dies before its commit."""
    try:
        with db.write() as conn:
            sequence(conn, now=NOON, limit=dice.randint(1, 8))
            if dice.random() < 0.25:
                die()
    except Killed:
        return


@pytest.mark.parametrize("seed", range(25))
def test_a_desk_holds_what_the_hub_holds_however_it_pages(db: Database, seed: int) -> None:
    dice, truth = Random(seed), {}
    readers = [Reader(db) for _ in range(3)]
    for _ in range(120):
        dice.choice(
            [lambda: write_some(db, dice, truth), lambda: number_some(db, dice), lambda: dice.choice(readers).read(dice.randint(1, 9))]
        )()
    while True:
        with db.write() as conn:
            if not sequence(conn, now=NOON):
                break
    for reader in [*readers, Reader(db)]:
        while not reader.read(dice.randint(1, 50)):
            pass
        assert {pair: body for pair, (_, body) in reader.held.items()} == truth
        assert reader.resets == 0


def test_numbers_have_no_gaps_and_equal_content_gets_none(db: Database) -> None:
    for body in (1, 1, 2, 2, 2, 3):
        with db.write() as conn:
            put(conn, [Document("case", "a", body)])
        with db.write() as conn:
            sequence(conn, now=NOON)
    with db.read() as conn:
        assert position(conn)[1] == 3


def test_a_notice_of_another_person_is_neither_delivered_nor_counted(db: Database) -> None:
    with db.write() as conn:
        put(conn, [Document("notice", "zhao/1", 1), Document("notice", "lin/1", 1)])
        sequence(conn, now=NOON)
    reader = Reader(db)
    assert reader.read(10)
    assert list(reader.held) == [("notice", "zhao/1")]


def test_a_restored_backup_begins_another_life_and_leaves_no_ghosts(tmp_path: Path, place: Place, db: Database) -> None:
    marker = tmp_path / "feed.marker"
    with db.write() as conn:
        put(conn, [Document("case", "old", 1)])
        sequence(conn, now=NOON)
    backup = place.copy(db)
    with db.write() as conn:
        put(conn, [Document("case", "ghost", 1)])
        sequence(conn, now=NOON)
        life, head = position(conn)
    epoch.mark(marker, life, head)
    reader = Reader(db)
    assert reader.read(10)
    restored = Database(backup)
    with restored.write() as conn:
        assert epoch.begin(conn, marker) != life
    reader._db = restored
    assert not reader.read(10)
    assert reader.read(10)
    assert (reader.resets, list(reader.held)) == (1, [("case", "old")])
    restored.close()


def test_the_same_database_goes_on_in_the_same_life(tmp_path: Path, db: Database) -> None:
    marker = tmp_path / "feed.marker"
    with db.write() as conn:
        put(conn, [Document("case", "a", 1)])
        sequence(conn, now=NOON)
        life, head = position(conn)
    epoch.mark(marker, life, head)
    with db.write() as conn:
        put(conn, [Document("case", "b", 1)])
        sequence(conn, now=NOON)
    with db.write() as conn:
        assert epoch.begin(conn, marker) == life


def test_a_desk_behind_the_cleared_tombstones_starts_over(db: Database) -> None:
    reader = Reader(db)
    for key in ("a", "b", "c"):
        with db.write() as conn:
            put(conn, [Document("case", key, 1)])
            sequence(conn, now=NOON)
    assert reader.read(10)
    for key in ("a", "b"):
        with db.write() as conn:
            put(conn, [Document("case", key, gone=True)])
            sequence(conn, now=NOON)
    with db.write() as conn:
        assert clear_tombstones(conn, keep=0) == 2
    assert not reader.read(10)
    assert reader.read(10)
    assert list(reader.held) == [("case", "c")]

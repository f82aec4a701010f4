"""Several hubs on one database: whoever writes, numbers and reads at once, each transaction sees all that those before it did."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.hub.store.clock import FloorClock
from ordertower_desktop.hub.store.db import Database
from ordertower_desktop.hub.store.dialect import Ear
from ordertower_desktop.hub.store.feed import epoch
from ordertower_desktop.hub.store.feed.changes import position
from ordertower_desktop.hub.store.feed.sequencer import sequence
from ordertower_desktop.hub.store.feed.write import Document, put
from ordertower_desktop.hub.store.tables import audit
from ordertower_desktop.hub.store.tables.audit import Record
from tests.hub.floor import NOON
from tests.hub.place import Place, only_postgresql
from tests.hub.test_feed_law import Reader

WRITERS, ROUNDS = 4, 40


@pytest.fixture
def two(place: Place) -> Iterator[tuple[Database, Database]]:
    """One database as two hubs hold it."""
    made = Database(place.url), Database(place.url)
    with made[0].write() as conn:
        epoch.begin(conn, None)
    yield made
    for db in made:
        db.close()


def together(*works: Callable[[], None]) -> None:
    """All at once; the first error of any is the test's."""
    failed: list[BaseException] = []

    def run(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - raised again where the test can see it
            failed.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


class Traffic:
    """Writers, sequencers and readers at once; the sequencers go on until the last writer is through."""

    def __init__(self) -> None:
        self._writing = threading.Semaphore(0)
        self._over = threading.Event()
        self.given: list[int] = []

    def write(self, db: Database, seed: int) -> None:
        dice = Random(seed)
        try:
            for round_ in range(ROUNDS):
                with db.write() as conn:
                    put(conn, [Document("case", str(dice.randint(0, 20)), f"{seed}/{round_}/{i}") for i in range(dice.randint(1, 4))])
        finally:
            self._writing.release()

    def number(self, db: Database) -> None:
        left = 1
        while left or not self._over.is_set():
            with db.write() as conn:
                before = position(conn)[1]
                left = sequence(conn, now=NOON, limit=3)
                self.given.extend(range(before + 1, position(conn)[1] + 1))

    def read(self, db: Database) -> None:
        reader = Reader(db)
        while not (reader.read(7) and self._over.is_set()):
            pass

    def end(self) -> None:
        for _ in range(WRITERS):
            self._writing.acquire()
        self._over.set()


def test_numbers_have_no_gaps_whoever_writes_and_numbers_at_once(two: tuple[Database, Database]) -> None:
    traffic = Traffic()
    writing = [lambda seed=seed: traffic.write(two[seed % 2], seed) for seed in range(WRITERS)]
    each = [lambda db=db, work=work: work(db) for db in two for work in (traffic.number, traffic.read)]
    together(*writing, *each, traffic.end)
    with two[0].write() as conn:
        before = position(conn)[1]
        assert sequence(conn, now=NOON) == 0
        head = position(conn)[1]
    assert before == head
    assert sorted(traffic.given) == list(range(1, head + 1))
    assert Reader(two[0]).read(1000)


def test_what_is_counted_on_from_what_was_read_is_never_counted_twice(two: tuple[Database, Database]) -> None:
    """The audit chain reads its end and goes on from there: two ends at once would break it."""

    def append(db: Database, who: str) -> None:
        for number in range(ROUNDS):
            with db.write() as conn:
                audit.append(conn, Record(NOON, who, "counted", str(number)))

    together(*(lambda db=db, who=who: append(db, who) for db in two for who in ("zhao", "lin")))
    with two[0].read() as conn:
        assert audit.verify(conn) is None
        assert audit.count(conn) == 4 * ROUNDS


def test_a_reader_sees_one_moment_however_long_it_reads(two: tuple[Database, Database]) -> None:
    with two[0].read() as conn:
        before = position(conn)
        with two[1].write() as other:
            put(other, [Document("case", "a", 1)])
            sequence(other, now=NOON)
        assert position(conn) == before
    with two[0].read() as conn:
        assert position(conn)[1] == before[1] + 1


@only_postgresql
def test_every_hub_hears_how_far_the_feed_has_come(two: tuple[Database, Database]) -> None:
    ear = Ear(two[1].engine)
    assert ear.heard(0.01) == 0
    with two[0].write() as conn:
        put(conn, [Document("case", "a", 1)])
        sequence(conn, now=NOON)
        assert ear.heard(0.05) == 0
    assert ear.heard(5) == 1
    with two[0].write() as conn:
        put(conn, [Document("case", "a", 1)])
        sequence(conn, now=NOON)
    assert ear.heard(0.05) == 0
    ear.close()


@only_postgresql
def test_an_ear_that_lost_its_line_opens_another(two: tuple[Database, Database]) -> None:
    ear = Ear(two[1].engine)
    ear.heard(0.01)
    cut(two[0])
    with pytest.raises(Exception, match=r"terminat|clos|lost"):
        ear.heard(5)
    assert ear.heard(0.01) == 0
    ear.close()


def cut(db: Database) -> None:
    """The server closes every line to this database but our own."""
    with db.read() as conn:
        conn.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
        )


def freeze_in_a_write(db: Database, other: Database) -> None:
    """One holds the lock and says nothing more; the other waits for it."""
    with db.write() as conn:
        limits = [conn.exec_driver_sql(f"SHOW {name}").scalar() for name in ("idle_in_transaction_session_timeout", "lock_timeout")]
        assert limits == ["25s", "30s"]
        put(conn, [Document("case", "frozen", 1)])
        conn.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = '200ms'")
        with other.write() as theirs:
            put(theirs, [Document("case", "alive", 1)])


@only_postgresql
def test_a_writer_that_froze_loses_its_lock_and_what_it_had_not_finished(two: tuple[Database, Database]) -> None:
    with pytest.raises(DBAPIError, match="idle-in-transaction"):
        freeze_in_a_write(*two)
    with two[1].write() as conn:
        assert sequence(conn, now=NOON) == 1


@only_postgresql
def test_hubs_whose_machines_disagree_tell_the_databases_time(two: tuple[Database, Database]) -> None:
    fast = FloorClock(lambda: NOON + timedelta(days=400))
    slow = FloorClock(lambda: NOON)
    fast.look(two[0])
    slow.look(two[1])
    assert abs(fast() - slow()) < timedelta(seconds=5)
    with two[0].read() as conn:
        there = conn.execute(text("SELECT now()")).scalar_one()
    assert abs(fast() - there) < timedelta(seconds=5)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("postgresql://floor@nowhere/floor", "要写成 sqlite:///文件 或 postgresql"),
        ("postgresql+psycopg://floor@nowhere:port/floor", "读不懂"),
        ("postgresql+psycopg://floor:geheim@127.0.0.1:9/floor", r"连不上数据库 postgresql\+psycopg://floor:\*\*\*@127.0.0.1:9/floor"),
    ],
)
def test_a_database_that_cannot_be_reached_is_refused_with_what_to_do(url: str, why: str) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(Refusal, match=why):
        Database(url).reach()

"""Brings a database to the newest schema; a new one gets it at once, and only one that must be changed imports Alembic."""

from sqlalchemy import Column, Connection, MetaData, PrimaryKeyConstraint, String, Table, insert, inspect, text

from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.hub.store.db import Database
from ordertower_desktop.hub.store.dialect import lay_tables
from ordertower_desktop.hub.store.feed import past
from ordertower_desktop.hub.store.feed import tables as feed
from ordertower_desktop.hub.store.schema import HEAD, metadata
from ordertower_desktop.hub.store.tables import (
    actions,
    alarms,
    articles,
    audit,
    audits,
    backtests,
    boards,
    bursts,
    calls,
    cases,
    channelchecks,
    commands,
    conflicts,
    contacts,
    crises,
    deliveries,
    drills,
    duties,
    faces,
    followed,
    forecasts,
    grants,
    healths,
    holdings,
    imports,
    incidents,
    landmarks,
    leases,
    measures,
    merges,
    nights,
    notices,
    orders,
    passages,
    people,
    platformnotices,
    questions,
    rates,
    reports,
    reveals,
    sends,
    sources,
    stock,
    stops,
    tokens,
    tries,
    versions,
    writebacks,
)

WITH_TABLES = (
    actions,
    alarms,
    articles,
    audit,
    backtests,
    audits,
    boards,
    bursts,
    calls,
    cases,
    channelchecks,
    commands,
    conflicts,
    contacts,
    crises,
    deliveries,
    drills,
    duties,
    faces,
    feed,
    followed,
    forecasts,
    grants,
    healths,
    holdings,
    imports,
    incidents,
    landmarks,
    leases,
    measures,
    merges,
    nights,
    notices,
    orders,
    passages,
    past,
    people,
    questions,
    rates,
    reveals,
    platformnotices,
    reports,
    sends,
    sources,
    stock,
    stops,
    tokens,
    tries,
    versions,
    writebacks,
)
"""Every module with tables: `metadata` knows those of modules that have been imported."""
_key = PrimaryKeyConstraint("version_num", name="alembic_version_pkc")
_stand = Table("alembic_version", MetaData(), Column("version_num", String(32)), _key)


class TooNew(Refusal):
    """The database was written by a newer version of the product."""


def bring_up(db: Database) -> bool:
    """Migrate in one transaction; True if anything had to be done. A killed migration leaves the schema as it was."""
    with db.read() as conn:
        stands = _stands_on(conn)
    if stands == HEAD:
        return False
    if stands > HEAD:
        raise TooNew(f"这个数据库由更新的版本写成（结构 {stands}，本程序认识到 {HEAD}），请升级程序，数据没有被动过")
    if not stands:
        return _lay(db)
    from alembic import command
    from alembic.config import Config

    with db.write() as conn:
        config = Config()
        config.set_main_option("script_location", "ordertower_desktop.hub.store:migrations")
        config.attributes["connection"] = conn
        command.upgrade(config, "head")
    return True


def _lay(db: Database) -> bool:
    """All tables as they are now. A test holds that the migrations come to the same."""
    with db.write() as conn:
        if _stands_on(conn):
            return False  # another hub was quicker
        lay_tables(conn, metadata)
        _stand.create(conn)
        conn.execute(insert(_stand).values(version_num=HEAD))
    return True


def _stands_on(conn: Connection) -> str:
    if not inspect(conn).has_table("alembic_version"):
        return ""
    return str(conn.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")

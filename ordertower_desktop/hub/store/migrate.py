"""Brings a database to the newest schema; one that is there already is opened without importing Alembic."""

from sqlalchemy import Connection, inspect, text

from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.hub.store.db import Database
from ordertower_desktop.hub.store.schema import HEAD


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
    from alembic import command
    from alembic.config import Config

    with db.write() as conn:
        config = Config()
        config.set_main_option("script_location", "ordertower_desktop.hub.store:migrations")
        config.attributes["connection"] = conn
        command.upgrade(config, "head")
    return True


def _stands_on(conn: Connection) -> str:
    if not inspect(conn).has_table("alembic_version"):
        return ""
    return str(conn.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")

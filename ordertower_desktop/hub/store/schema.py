"""The one register of tables, and the schema's revision."""

from sqlalchemy import MetaData

metadata = MetaData()
HEAD = "0037"
"""The newest migration; a database that stands on it is opened without importing Alembic."""

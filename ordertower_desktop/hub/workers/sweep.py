"""Throws uploaded files away that can no longer be taken back; every hub sweeps before its own door."""

from datetime import datetime, timedelta
from pathlib import Path

from ordertower_desktop.hub.store.tables import imports
from ordertower_desktop.hub.store.tower import Tower

UPLOAD_KEPT = timedelta(hours=1)


def tick(tower: Tower, now: datetime) -> int:
    """Forget what settled files touched, and the files themselves; returns how many."""
    with tower.db.read() as conn:
        if not imports.settled_before(conn, tower.uploads, now - UPLOAD_KEPT):
            return 0
    with tower.db.write() as conn:
        old = imports.settled_before(conn, tower.uploads, now - UPLOAD_KEPT)
        for batch in old:
            imports.settle(conn, batch.id)
            imports.put(conn, imports.Batch(batch.id, batch.by, "", batch.view, batch.plan), now)
    for batch in old:
        Path(batch.path).unlink(missing_ok=True)
    return len(old)

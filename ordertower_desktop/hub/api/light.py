"""/v1/light: is everything being watched?"""

import msgspec
from sqlalchemy import select

from ordertower_desktop.domain.light import Hue
from ordertower_desktop.hub.api.http import Answer, Call, as_json
from ordertower_desktop.hub.store.feed.tables import documents
from ordertower_desktop.wire.light import LightRow, seen

_light = msgspec.json.Decoder(LightRow)


def shown(call: Call) -> Answer:
    """The light as it is at this moment; one that nobody has renewed is not given out as green."""
    with call.tower.db.read() as conn:
        body = conn.execute(select(documents.c.body).where(documents.c.topic == "light", documents.c.key == "light")).scalar()
    if body is None:
        return as_json(LightRow(call.now, Hue.AMBER, ["看守还没有看过第一遍"]))
    row = _light.decode(body)
    now = seen(row, call.now)
    return as_json(msgspec.structs.replace(row, hue=now.hue, says=list(now.says)))

"""POST /v1/webhooks/{connector}: systems that call us; whoever calls has to prove who it is."""

import logging
from collections.abc import Mapping
from dataclasses import replace

from ordertower_desktop.hub.api.http import Answer, Call, Handler, Refused
from ordertower_desktop.hub.connectors.caller import Caller, Outsider, Said
from ordertower_desktop.hub.connectors.connector import SourceRefused, Unreachable
from ordertower_desktop.hub.connectors.follower import Heard
from ordertower_desktop.hub.store.judging.intake import Taken, take_in
from ordertower_desktop.hub.store.judging.tracking import learn, well
from ordertower_desktop.hub.store.tables import followed, sources

log = logging.getLogger(__name__)


def listener(followers: Mapping[str, Outsider]) -> Handler:
    """Hears for these."""

    def hear(call: Call) -> Answer:
        name = call.params["connector"]
        follower = followers.get(name)
        if follower is None:
            raise Refused(404, f"没有名为 {name[:40]} 的回调接入", kind="not_found")
        try:
            heard = _heard(follower, call)
        except SourceRefused as refused:
            log.warning("a call that nobody vouches for was refused", extra={"connector": name, "code": refused.code})
            raise Refused(403, str(refused), kind="forged") from refused
        except Unreachable as error:
            raise Refused(400, str(error), kind="malformed") from error
        if isinstance(heard, Said):
            _store(call, name, heard)
            return Answer(heard.reply, kind=heard.kind)
        _take(call, name, heard)
        return Answer(heard.reply)

    return hear


def _heard(outsider: Outsider, call: Call) -> Heard | Said:
    if isinstance(outsider, Caller):
        return outsider.listen(call.body, call.query, now=call.now)
    return outsider.hear(call.body, now=call.now)


def _store(call: Call, name: str, said: Said) -> None:
    """What was told of orders; the same call once more changes nothing."""
    with call.tower.db.write() as conn:
        source = sources.one(conn, name)
        if source is None:
            return
        taken = take_in(conn, said.events, now=call.now, floor=call.tower.floors.current(conn)) if said.events else Taken()
        well(conn, replace(source, orders=source.orders + taken.new), now=call.now, gaps=said.gaps)


def _take(call: Call, name: str, heard: Heard) -> None:
    """The reply goes out only when all of it is stored; a parcel that is not followed is no news of ours."""
    told = (heard.track, *heard.others)
    with call.tower.db.write() as conn:
        source = sources.one(conn, name)
        known = {track.waybill: (track, found[0]) for track in told if (found := followed.of_parcel(conn, name, track.waybill))}
        if source is None or not known:
            return
        for track, before in known.values():
            parcel = replace(before, subscribed=heard.subscribed, code=heard.code or before.code)
            if heard.wait is not None:
                parcel = replace(parcel, next_at=call.now + heard.wait)
            learn(conn, track, parcel, now=call.now, floor=call.tower.floors.current(conn))
        well(conn, source, now=call.now, gaps=[gap for track, _ in known.values() for gap in track.gaps])

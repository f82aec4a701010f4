"""/track: where a customer looks up one order, by its number and the last four digits of the phone, or by a link (S92).

Off until the settings name its address. Whoever guesses learns nothing: a number that nobody has, digits that are not right and an order
without a phone answer the same bytes after the same one look.
"""

import re
from urllib.parse import parse_qs

from ordertower_desktop.domain.selfservice import Told
from ordertower_desktop.hub.api import trackpage
from ordertower_desktop.hub.api.guard import PUBLIC
from ordertower_desktop.hub.api.http import AGENT, NOBODY, Answer, Call, Refused, Route, as_json
from ordertower_desktop.hub.api.trackpace import GUESSES, GUESSING, MINUTE, Turns
from ordertower_desktop.hub.store.judging import selfserving
from ordertower_desktop.hub.store.tables import orders
from ordertower_desktop.settings import HubSettings
from ordertower_desktop.wire.track import TrackBody, TrackLink

HTML = "text/html; charset=utf-8"
_OFF = "自助查询没有打开：在设置里写 hub.track，重启中枢"
_MOST_ORDER = 64


class Page:
    """The page on one hub; how often somebody has asked it knows for itself."""

    def __init__(self, settings: HubSettings) -> None:
        self._headers = trackpage.headers(settings.track_frames)
        self._open = bool(settings.track)
        self._calls, self._guesses = Turns(settings.track_rate, MINUTE), Turns(GUESSES, GUESSING)

    def routes(self) -> list[Route]:
        return [
            Route("GET", PUBLIC, NOBODY, self.form, "自助查询：给客户的页面"),
            Route("POST", PUBLIC, NOBODY, self.ask, "自助查询：订单号和手机后四位"),
            Route("GET", f"{PUBLIC}/{{ticket}}", NOBODY, self.follow, "自助查询：凭链接"),
            Route("POST", "/v1/track-links", AGENT, link, "一单的自助查询链接", TrackBody, TrackLink),
        ]

    def form(self, call: Call) -> Answer:
        self._let_in(call)
        return self._html(trackpage.asking())

    def ask(self, call: Call) -> Answer:
        self._let_in(call)
        said = parse_qs(call.body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=8)
        order, tail = (said.get(name, [""])[-1].strip() for name in ("order", "tail"))
        if not self._calls.take(call.caller, call.now) or not self._guesses.take(order[:_MOST_ORDER], call.now):
            return self._html(trackpage.asking(trackpage.TOO_OFTEN), status=429)
        known = re.fullmatch("[0-9]{4}", tail) and 0 < len(order) <= _MOST_ORDER
        told = None
        if known:
            with call.tower.db.read() as conn:
                told = selfserving.by_tail(conn, order, tail, call.now)
        if told is None:
            return self._html(trackpage.asking(trackpage.MISSED), status=404)
        self._guesses.give_back(order[:_MOST_ORDER])
        return self._order(told, call)

    def follow(self, call: Call) -> Answer:
        self._let_in(call)
        if not self._calls.take(call.caller, call.now):
            return self._html(trackpage.asking(trackpage.TOO_OFTEN), status=429)
        with call.tower.db.read() as conn:
            told = selfserving.by_ticket(conn, call.params["ticket"], call.now)
        return self._order(told, call) if told else self._html(trackpage.asking(trackpage.GONE), status=404)

    def _let_in(self, call: Call) -> None:
        del call
        if not self._open:
            raise Refused(404, "没有这个地址", kind="not_found")

    def _order(self, told: Told, call: Call) -> Answer:
        return self._html(trackpage.shown(told, call.now))

    def _html(self, body: bytes, *, status: int = 200) -> Answer:
        return Answer(body, status, HTML, self._headers)


def link(call: Call) -> Answer:
    """For whoever talks to the customer; it opens this one order and nothing else."""
    if not call.tower.settings.track:
        raise Refused(409, _OFF, kind="off")
    order = call.read(TrackBody).order
    with call.tower.db.write() as conn:
        if order not in orders.load(conn, [order]):
            raise Refused(404, "没有这个订单", kind="not_found")
        said = selfserving.ticket(conn, order, call.now)
    return as_json(TrackLink(f"{call.tower.settings.track.rstrip('/')}{PUBLIC}/{said}", selfserving.LIFE.days))

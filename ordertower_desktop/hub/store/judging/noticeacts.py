"""What people do about a platform's notice: enter it, and say how it was settled."""

from datetime import datetime

from sqlalchemy import Connection

from ordertower_desktop.domain.landmark import Landmark, Turning
from ordertower_desktop.domain.platform_notice import PlatformNotice, refused
from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.domain.response import Did, Mark
from ordertower_desktop.hub.store.tables import crises, landmarks, platformnotices
from ordertower_desktop.wire.crisis import Act


def enter(conn: Connection, act: Act, *, by: str, now: datetime) -> None:
    """A notice has come; the same act again changes nothing."""
    if platformnotices.one(conn, act.id) is not None:
        return
    if why := refused(act.about, act.text, act.points):
        raise Refusal(why)
    made = PlatformNotice(act.id, act.about.strip(), act.text.strip(), act.points, by, now)
    platformnotices.add(conn, made)
    _told(conn, act, f"平台通报：{made.words}", by=by, now=now)


def settle(conn: Connection, act: Act, *, by: str, now: datetime) -> None:
    """It was answered; the level goes back to the counts."""
    held = platformnotices.one(conn, act.about)
    if held is None:
        raise Refusal("没有这条平台通报，请刷新")
    if held.settled_at is not None:
        return
    if not act.text.strip():
        raise Refusal("请写明处理结果，例如：申诉通过、已整改回复平台")
    platformnotices.settle(conn, held, by=by, outcome=act.text.strip(), now=now)
    _told(conn, act, f"平台通报已处理：{held.where}，{act.text.strip()}", by=by, now=now)


def _told(conn: Connection, act: Act, words: str, *, by: str, now: datetime) -> None:
    """On the axis of the day, and in the log of the response that is under way."""
    landmarks.add(conn, [Landmark(now, Turning.LEVEL, f"platform/{act.id}", words, grave=act.do == "notice")])
    response = crises.open_one(conn)
    if response is not None:
        crises.add(conn, response.id, [Mark(f"{act.id}/told", Did.NOTED, now, "", by, words)])

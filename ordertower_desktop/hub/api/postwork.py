"""/v1/posts/…: one post put in force or taken away, and what the versions changed."""

from collections.abc import Mapping

from sqlalchemy import Connection

from ordertower_desktop.domain.people import POSTS
from ordertower_desktop.domain.post import Post, with_post
from ordertower_desktop.domain.postwords import differences, one_changed
from ordertower_desktop.hub.api import versions as administered
from ordertower_desktop.hub.api.http import Answer, Call, Refused, as_json
from ordertower_desktop.hub.api.lent import refuse_reach
from ordertower_desktop.hub.api.sync import number
from ordertower_desktop.hub.store.judging import books, postbook
from ordertower_desktop.hub.store.tables import people, versions
from ordertower_desktop.wire.posts import PostChange, PostToSave, post

USUAL_VERSIONS = 40


def save(call: Call) -> Answer:
    """Put one post in force; another's change of the same post in between is a conflict, of other posts it is not."""
    asked = call.read(PostToSave)
    key, will = asked.post.id, post(asked.post)
    if key != call.params["post"]:
        raise Refused(422, f"岗位编号 {key[:40]} 与地址里的 {call.params['post'][:40]} 不一致", kind="bad_posts")
    with call.tower.db.write() as conn:
        _, known = postbook.in_force(conn)
        _unless_changed(conn, key, asked.base, known)
        if asked.gone:
            _unless_needed(key, known)
        made_of = {one: known[one] for one in known if one != key} if asked.gone else with_post(known, will)
        text = postbook.text_of(made_of)
        if says := differences(known, books.posts_of(text)):
            refuse_reach(conn, call, text)
            administered.put_in_force(conn, call, "posts", text, why=asked.why.strip() or "；".join(says))
        made = versions.current(conn, "posts")
    number(call.tower)
    return as_json(administered.page(made))


def changes(call: Call) -> Answer:
    """The newest versions, each in words."""
    with call.tower.db.read() as conn:
        found = list(postbook.changes(conn, limit=call.limit(USUAL_VERSIONS)))
        names = {one.id: one.name for one in people.everyone(conn)}
    told = [(one.version, list(one.says)) for one in found]
    return as_json([PostChange(one.version, one.at, names.get(one.by, one.by) or "系统", one.why, says) for one, says in told])


def _unless_changed(conn: Connection, key: str, base: int, known: Mapping[str, Post]) -> None:
    if not base and key in known:
        raise Refused(409, f"已有编号为 {key} 的岗位，请先看过再改", kind="conflict")
    seen = postbook.at(conn, base).get(key) if base else None
    if base and seen != known.get(key):
        newest = versions.current(conn, "posts")
        who = people.one(conn, newest.by) if newest else None
        name, now = who.name if who else "别人", known.get(key)
        what = "；".join(one_changed(seen, now)) if seen and now else "去掉了这个岗位"
        raise Refused(409, f"{name} 刚改了这个岗位（{what[:80]}），请先看过再改", kind="conflict", detail=name)


def _unless_needed(key: str, known: Mapping[str, Post]) -> None:
    """A post that every floor has stays."""
    if key not in known:
        raise Refused(404, "没有这个岗位", kind="not_found")
    if key in POSTS:
        raise Refused(422, f"岗位“{known[key].name}”是告警链和处置步骤要用的，可以改名，不能去掉", kind="bad_posts")

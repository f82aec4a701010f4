"""A post goes only when nobody stands on it and nothing in force names it."""

from collections.abc import Mapping

from sqlalchemy import Connection

from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.post import Post
from ordertower_desktop.hub.api.http import Refused
from ordertower_desktop.hub.store.judging.postuse import holders
from ordertower_desktop.hub.store.tables import people

MOST_TOLD = 3


def unless_held(conn: Connection, floor: Floor, after: Mapping[str, Post]) -> None:
    """Refuse posts that leave somebody or something in force with one that is gone, and say whom or what."""
    for key, post in floor.posts.items():
        if key in after:
            continue
        if held := [one.name for one in people.everyone(conn) if one.post == key]:
            raise Refused(422, f"{_some(held)}还在这个岗位上，请先换岗再去掉", kind="bad_posts")
        if using := list(holders(floor, key)):
            raise Refused(422, f"岗位“{post.name}”还用在{_some(using)}，请先换成别的岗位再去掉", kind="bad_posts")


def _some(found: list[str]) -> str:
    return f"{'、'.join(found[:MOST_TOLD])}{'等' if len(found) > MOST_TOLD else ''}"

"""Posts as they are written, saved and shown: a name on a class, the orders that come to it, what it sees, what it may do."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from ordertower_desktop.domain.people import Role
from ordertower_desktop.domain.post import Field, May, Post, Sight, clashes, faults
from ordertower_desktop.domain.triage import Triage
from ordertower_desktop.wire.codec import Malformed


class PostBody(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A post. What `sees` does not name is shown."""

    id: str
    name: str
    role: Role
    lanes: list[Triage] = []
    kinds: list[str] = []
    sees: dict[Field, Sight] = {}
    may: list[May] = []


class PostsBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `/v1/posts` reads and writes."""

    posts: list[PostBody] = []


class PostRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """A post as every desk holds it. `version` is that of all posts."""

    id: str
    name: str
    role: str
    lanes: list[str] = []
    kinds: list[str] = []
    sees: dict[str, str] = {}
    may: list[str] = []
    version: int = 0
    place: int = 0


class PostToSave(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One post to be put in force, or to be taken away; `base` is the version that was edited, 0 for none."""

    post: PostBody
    base: int = 0
    why: str = ""
    gone: bool = False


class PostChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """A version of the posts, and in words what it made different."""

    version: int
    at: datetime
    by_name: str
    why: str
    says: list[str]


def posts(body: PostsBody) -> dict[str, Post]:
    """Id -> post, in the order as written; raises `Malformed`."""
    made = [post(one) for one in body.posts]
    if wrong := clashes(made):
        raise Malformed(wrong)
    return {one.id: one for one in made}


def post(body: PostBody) -> Post:
    """One post by itself; raises `Malformed`."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,31}", body.id):
        raise Malformed(f"岗位编号 {body.id[:40]} 不对：用小写字母开头，只含小写字母、数字和 _")
    sees = {of: sight for of, sight in body.sees.items() if sight is not Sight.SHOWN}
    lanes, kinds, may = frozenset(body.lanes), frozenset(body.kinds), frozenset(body.may)
    made = Post(body.id, body.name.strip(), body.role, lanes, kinds, sees, may)
    if wrong := faults(made):
        raise Malformed(wrong)
    return made


def post_body(post: Post) -> PostBody:
    """Lists in the order of their tables, so that one post is always written alike."""
    return PostBody(
        post.id, post.name, post.role, [one for one in Triage if one in post.lanes], sorted(post.kinds),
        {of: post.sees[of] for of in Field if post.sight(of) is not Sight.SHOWN}, [one for one in May if one in post.may],
    )  # fmt: skip


def posts_body(made: Iterable[Post]) -> PostsBody:
    return PostsBody([post_body(one) for one in made])


def post_row(post: Post, *, version: int, place: int) -> PostRow:
    body = post_body(post)
    sees = {str(of): str(sight) for of, sight in body.sees.items()}
    return PostRow(body.id, body.name, str(body.role), [*map(str, body.lanes)], body.kinds, sees, [*map(str, body.may)], version, place)


def post_of(row: PostRow) -> Post:
    """The post that a row of the feed is."""
    sees: Mapping[Field, Sight] = {Field(of): Sight(sight) for of, sight in row.sees.items()}
    lanes, may = frozenset(map(Triage, row.lanes)), frozenset(map(May, row.may))
    return Post(row.id, row.name, Role(row.role), lanes, frozenset(row.kinds), sees, may)

"""`ordertower user` and `ordertower token`: who is on the floor, and what lets a wall or a script in."""

import argparse
import re
import uuid
from typing import TYPE_CHECKING, Any

from pypinyin import lazy_pinyin

from ordertower_desktop.domain.people import POSTS
from ordertower_desktop.domain.post_reader import post_words
from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.sync.commands.hub import hub, say
from ordertower_desktop.sync.commands.posts import posts
from ordertower_desktop.wire.codec import encode
from ordertower_desktop.wire.pages import Token
from ordertower_desktop.wire.rows import PersonRow

if TYPE_CHECKING:
    from ordertower_desktop.sync.http import Client

ROLE_NAMES = {"agent": "客服", "supervisor": "主管", "admin": "管理员", "display": "大屏"}
PRESENCE = {"on": "在岗", "break": "暂离", "off": "不在班"}


def run(options: argparse.Namespace) -> int:
    with hub(options) as client:
        if options.command == "token":
            return _token(client, options)
        return {"list": _list, "add": _add, "disable": _disable}[options.verb](client, options)


def _list(client: "Client", _options: argparse.Namespace) -> int:
    for person in client.get("/v1/people", list[PersonRow]):
        state = "停用" if person.disabled else PRESENCE.get(person.presence, person.presence)
        post = person.post_name or POSTS.get(person.post, person.post)
        where = f"\t只看{'、'.join(person.warehouses)}" if person.warehouses else ""
        say(f"{person.id}\t{person.name}\t{ROLE_NAMES.get(person.role, person.role)}\t{post}\t{state}{where}")
    return 0


def _add(client: "Client", options: argparse.Namespace) -> int:
    """Put somebody on the floor and say the code that lets their desk in."""
    if not options.name:
        raise Refusal("请写姓名：ordertower user add 姓名 --role agent")
    known = posts(client)
    post = post_words(known).key(options.post)
    if not post:
        raise Refusal(f"没有岗位 {options.post}，可用：{'、'.join(f'{key}（{name}）' for key, name in known.items())}")
    taken = {person.id for person in client.get("/v1/people", list[PersonRow])}
    key = _key(options.name, taken)
    body = {"id": key, "name": options.name, "role": options.role, "post": post, "warehouses": options.warehouse}
    client.put("/v1/people", PersonRow, body=encode(body))
    invited = client.post(f"/v1/people/{key}/invitation", dict[str, Any])
    where = f"，只看{'、'.join(options.warehouse)}的单" if options.warehouse else ""
    say(f"已加入 {options.name}（{ROLE_NAMES[options.role]}，编号 {key}{where}）。邀请码 {invited['code']}，两天内有效，只能用一次")
    return 0


def _disable(client: "Client", options: argparse.Namespace) -> int:
    found = [p for p in client.get("/v1/people", list[PersonRow]) if options.name in (p.id, p.name)]
    if len(found) != 1:
        raise Refusal(f"{'没有' if not found else '不止一位'} {options.name or '这位成员'}，用 ordertower user list 看编号")
    one = found[0]
    body = {
        "id": one.id,
        "name": one.name,
        "role": one.role,
        "post": one.post,
        "presence": one.presence,
        "backup": one.backup,
        "disabled": True,
    }
    client.put("/v1/people", PersonRow, body=encode(body))
    say(f"已停用 {one.name}，其全部登录立即失效")
    return 0


def _token(client: "Client", options: argparse.Namespace) -> int:
    """The token stands on standard output alone, so that it can go into a file."""
    token = client.post(
        "/v1/tokens", Token, body=encode({"role": options.role, "name": options.name or f"{options.role}-{uuid.uuid4().hex[:6]}"})
    )
    say(token.token)
    return 0


def _key(name: str, taken: set[str]) -> str:
    """A short id from the name's sound."""
    base = re.sub(r"[^a-z0-9]", "", "".join(lazy_pinyin(name)).lower())[:16] or "person"
    return base if base not in taken else next(f"{base}{n}" for n in range(2, 1000) if f"{base}{n}" not in taken)

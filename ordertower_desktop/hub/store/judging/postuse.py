"""Where posts are named: who would be left with a post that is gone, and the texts that follow a post's new name."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from ordertower_desktop.domain.callings import callings
from ordertower_desktop.domain.chainwords import called
from ordertower_desktop.domain.crisis import LEVEL_NAMES
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.pack import Pack
from ordertower_desktop.domain.post import Post, names
from ordertower_desktop.domain.post_reader import post_words
from ordertower_desktop.wire.codec import decode, encode
from ordertower_desktop.wire.policies import PoliciesBody, PolicyBody, policy

Posts = Mapping[str, Post]
BY_NAME = ("packs", "playbooks")
"""Kinds whose texts people write, and may call a post by its name in."""
_NAMED = re.compile(r"""((?<![\w-])["']?post["']?\s*[=:]\s*)(["'])([^"'\\\n]*)\2""")
_UNSAID = re.compile(r"""["'\\\x00-\x1f]""")


def holders(floor: Floor, post: str) -> Iterator[str]:
    """Everything in force that names the post, in words."""
    for chain in floor.policies.values():
        if any(step.whom == post and step.to == "post" for step in chain.steps):
            yield f"告警链“{chain.name}”"
    for pack in floor.packs:
        if post in _of_pack(pack):
            yield f"{LEVEL_NAMES[pack.level]}动作包"
    if post in {*(one.post for one in floor.roster.shifts), *(one.post for one in floor.roster.swaps)}:
        yield "排班"
    for template in floor.templates:
        if any(step.post == post for step in template.playbook.steps):
            yield f"处置步骤“{template.playbook.name}”"


def _of_pack(pack: Pack) -> set[str]:
    return {*(one.post for one in pack.tasks), *(one.post for one in pack.path), *(one.post for one in pack.groups)}


def renamed(texts: Mapping[str, str], before: Posts, after: Posts) -> dict[str, str]:
    """Kind -> its text by the new names, where it names a post that is called otherwise now."""
    was, now = names(before), names(after)
    if was == now:
        return {}
    found = {kind: _by_name(texts[kind], was, now) for kind in BY_NAME if kind in texts}
    if "policies" in texts:
        found["policies"] = _chains(texts["policies"], was, now)
    return {kind: text for kind, text in found.items() if text != texts[kind]}


def _by_name(text: str, was: Mapping[str, str], now: Mapping[str, str]) -> str:
    """A word that would mean another post, or none, gives way to the new name of the post that it meant. JSON is read, not searched:
    its texts may be written with escapes."""
    before, after = post_words(was), post_words(now)

    def new(word: str) -> str:
        key = before.key(word)
        if key not in now or after.key(word) == key:
            return word
        return key if _UNSAID.search(now[key]) else now[key]

    if not text.lstrip().startswith(("{", "[{", "[ {")):
        return _NAMED.sub(lambda found: f"{found[1]}{found[2]}{new(found[3])}{found[2]}", text)
    plain = json.loads(text)
    made = _each_post(plain, new)
    return text if made == plain else json.dumps(made, ensure_ascii=False, indent=2)


def _each_post(value: Any, new: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        return {key: new(one) if key == "post" and isinstance(one, str) else _each_post(one, new) for key, one in value.items()}
    return [_each_post(one, new) for one in value] if isinstance(value, list) else value


def _chains(text: str, was: Mapping[str, str], now: Mapping[str, str]) -> str:
    """A step that is called by what it does is called so by the new name."""
    body = decode(text, PoliciesBody)
    made = [_chain(one, was, now) for one in body.policies]
    return encode(replace(body, policies=made)).decode() if made != body.policies else text


def _chain(body: PolicyBody, was: Mapping[str, str], now: Mapping[str, str]) -> PolicyBody:
    steps = zip(body.steps, policy(body).steps, strict=True)
    before, after = callings({}, was), callings({}, now)
    return replace(body, steps=[
        replace(one, name=called(step, after)) if step.to == "post" and step.whom and step.name == called(step, before) else one
        for one, step in steps
    ])  # fmt: skip

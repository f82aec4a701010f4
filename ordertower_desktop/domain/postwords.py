"""How two states of a post differ, in words."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from ordertower_desktop.domain.kind import kind_name
from ordertower_desktop.domain.post import FIELD_NAMES, MAY_NAMES, ROLE_NAMES, SIGHT_NAMES, Field, May, Post
from ordertower_desktop.domain.triage import TRIAGE_NAMES

_LANES = {str(lane): name for lane, name in TRIAGE_NAMES.items()}
_MAY = {str(one): name for one, name in MAY_NAMES.items()}


def differences(before: Mapping[str, Post], after: Mapping[str, Post]) -> tuple[str, ...]:
    """One line a post that became another; empty exactly when both are the same."""
    made = [f"新增岗位“{post.name}”" for key, post in after.items() if key not in before]
    gone = [f"去掉岗位“{post.name}”" for key, post in before.items() if key not in after]
    changed = [
        f"{was.name}：{'；'.join(one_changed(was, now))}"
        for key, was in before.items()
        if (now := after.get(key)) is not None and now != was
    ]
    return (*made, *gone, *changed)


def one_changed(was: Post, now: Post) -> tuple[str, ...]:
    """What is different of one post."""
    return tuple(_lines(was, now))


def _lines(was: Post, now: Post) -> Iterator[str]:
    if was.name != now.name:
        yield f"改名“{now.name}”"
    if was.role is not now.role:
        yield f"权限类 {ROLE_NAMES[was.role]} → {ROLE_NAMES[now.role]}"
    yield from _moved("接", [name for lane, name in TRIAGE_NAMES.items() if lane in was.lanes], now.lanes, _LANES)
    yield from _moved("接", [kind_name(one) for one in sorted(was.kinds)], now.kinds, {one: kind_name(one) for one in now.kinds})
    for of in Field:
        if was.sight(of) is not now.sight(of):
            yield f"{FIELD_NAMES[of]} {SIGHT_NAMES[was.sight(of)]} → {SIGHT_NAMES[now.sight(of)]}"
    yield from _moved("可", [MAY_NAMES[one] for one in May if one in was.may], now.may, _MAY)


def _moved(word: str, had: Sequence[str], has: Collection[str], called: Mapping[str, str]) -> Iterator[str]:
    """What came and what went, by their names."""
    held = [called[one] for one in called if one in has]
    yield from (f"{word}“{name}”" for name in held if name not in had)
    yield from (f"不再{word}“{name}”" for name in had if name not in held)

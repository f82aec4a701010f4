"""What is wrong with an alarm chain, and what is doubtful about it on this floor."""

from collections.abc import Collection, Mapping
from datetime import timedelta

from ordertower_desktop.domain.addressee import POST_OF
from ordertower_desktop.domain.escalation import CHANNEL_NAMES, PHONES, Channel, EscalationPolicy, Step, To
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.people import POSTS, Person

WHOLE = -1
"""The key of what concerns the chain as a whole."""
MOST_STEPS, LONGEST_NAME = 20, 40
LATEST = timedelta(days=7)
"""An order that nobody took for so long is archived: later steps would never come."""


def phones_of(policy: EscalationPolicy, person: Person) -> frozenset[Channel]:
    """By which of the phone's channels the chain rings this person, by name or by a post of theirs."""
    posts = {person.post, person.stands_on}
    mine = (step for step in policy.steps if step.channel in PHONES and _rings(step, person.id, posts))
    return frozenset(step.channel for step in mine)


def _rings(step: Step, person: str, posts: Collection[str]) -> bool:
    match step.to:
        case To.PERSON:
            return step.whom == person
        case To.POST:
            return step.whom in posts
        case To.OWNER | To.BACKUP:
            return False
        case _:
            return POST_OF[step.to] in posts


def faults(policy: EscalationPolicy, posts: Collection[str] | None = POSTS) -> dict[int, str]:
    """Place of a step (or `WHOLE`) -> why the chain cannot be put in force like this. `posts`: the floor's; None: any word may be one."""
    found: dict[int, str] = {}
    if not policy.name.strip():
        found[WHOLE] = "名称还没有填"
    elif len(policy.name) > LONGEST_NAME:
        found[WHOLE] = f"名称最多 {LONGEST_NAME} 字"
    elif not policy.steps:
        found[WHOLE] = "至少要有一步，否则超时了谁也不会知道"
    elif len(policy.steps) > MOST_STEPS:
        found[WHOLE] = f"最多 {MOST_STEPS} 步"
    for place, step in enumerate(policy.steps):
        if why := _wrong(policy, place, step, posts):
            found[place] = why
    return found


def _wrong(policy: EscalationPolicy, place: int, step: Step, posts: Collection[str] | None) -> str:
    if step.to is To.PERSON and not step.whom:
        return "请选是哪一位"
    if step.to is To.POST and step.whom and posts is not None and step.whom not in posts:
        return f"没有“{step.whom}”这个岗位"
    if step.hands_over and step.to is not To.BACKUP:
        return "转交只能转给备岗"
    if step.after > LATEST:
        return "7 天没人接手的单已归档，这一步不会到来"
    key = _key(step)
    twin = next((i for i, one in enumerate(policy.steps[:place]) if _key(one) == key), None)
    return "" if twin is None else f"和第 {twin + 1} 步同时、同渠道、同一人，重复了"


def _key(step: Step) -> tuple[object, ...]:
    return step.after, step.channel, step.to, step.whom


def doubts(policy: EscalationPolicy, *, connected: Collection[str], floor: Floor) -> dict[int, str]:
    """Place of a step -> what a supervisor should know of it; the chain works all the same."""
    found: dict[int, str] = {}
    for place, step in enumerate(policy.steps):
        words = [one for one in (_nobody(step, floor), _cut(step, connected), _twice(policy.steps, place)) if one]
        if words:
            found[place] = "；".join(words)
    return found


def _nobody(step: Step, floor: Floor) -> str:
    if step.to is To.PERSON:
        person = floor.person(step.whom)
        return "" if not step.whom or (person and not person.disabled) else "这个人已停用，这一步会跳过"
    post = step.whom if step.to is To.POST else POST_OF.get(step.to, "")
    if not post or any(one.post == post and not one.disabled for one in floor.people):
        return ""
    return f"没有人是{floor.post_names.get(post, post)}，会转告主管"


def _cut(step: Step, connected: Collection[str]) -> str:
    if step.channel is Channel.IN_APP or step.channel in connected:
        return ""
    return f"{CHANNEL_NAMES[step.channel]}未接通，只记录"


def _twice(steps: tuple[Step, ...], place: int) -> str:
    step = steps[place]
    if step.hands_over and any(one.hands_over for one in steps[:place]):
        return "前面已经转过备岗，这一步不会再换人"
    twin = next((i for i in range(place) if steps[i].after == step.after), None)
    return "" if twin is None else f"和第 {twin + 1} 步同时发"


def by_place(words: Mapping[int, str]) -> dict[str, str]:
    """The same with places as JSON can hold them."""
    return {str(place): one for place, one in words.items()}

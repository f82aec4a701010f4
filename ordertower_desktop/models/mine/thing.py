"""The one thing to do about an order now: take it, go on with it, do its step, or close it. Pure."""

from typing import NamedTuple

from ordertower_desktop.domain.case import CLOSING_CHECKS
from ordertower_desktop.domain.people import POSTS
from ordertower_desktop.domain.playbook import OWNER, POST_NAMES
from ordertower_desktop.wire.rows import PoolRow, Step

AT_WORK, FINISHED = ("current", "overdue"), ("done", "auto", "skipped")


class Thing(NamedTuple):
    """`verb` is an action's word; `go` what its key says."""

    verb: str
    title: str
    detail: str
    go: str


def at_hand(row: PoolRow) -> Step | None:
    """The step to do now; None before the case was taken and after the last step."""
    return next((step for step in row.steps if step.state in AT_WORK), None)


def is_mine(step: Step, post: str) -> bool:
    """Whether the owner does it, or somebody of this post (its key, or what the floor calls it)."""
    return step.post in (POST_NAMES[OWNER], post, POSTS.get(post, "")) or not step.post


def checks_made(row: PoolRow) -> list[str]:
    """The closing checks that its finished steps made."""
    made = {step.fills for step in row.steps if step.state in ("done", "auto")}
    return [key for key in CLOSING_CHECKS if key in made]


def goes_on(row: PoolRow, post: str) -> bool:
    """Whether, with the step at hand done, the same person has another one to do at once."""
    step = at_hand(row)
    after = next((one for one in row.steps if one.state not in FINISHED and one is not step), None)
    return after is not None and is_mine(after, post)


def next_thing(row: PoolRow, post: str) -> Thing:
    """What Space does."""
    step = at_hand(row)
    if not row.acknowledged:
        return Thing("acknowledge", "接手这一单", "接手后提醒停止，处置步骤打开，各步开始计时", "接手")
    if row.clock_state == "paused":
        return Thing("resume", "计时暂停中", "对方有回音了就恢复计时，再往下做", "恢复计时")
    if step is not None:
        more = goes_on(row, post)
        return Thing("finish_step", step.title, step.detail, "完成这一步" if more else "完成，下一单")
    if row.stopgaps:
        one = row.stopgaps[0]
        return Thing("fill_in", f"补录临时操作：{one.what}", f"{one.by}：{one.why}", "补录")
    if row.steps:
        missing = [name for key, name in CLOSING_CHECKS.items() if key not in checks_made(row)]
        told = f"结单还差：{'、'.join(missing)}" if missing else "三查已由步骤填好"
        return Thing("resolve", "各步都做完了，可以结单", told, "结单，下一单")
    return Thing("resolve", "处理完就结单", "这一单没有处置步骤，按备注和话术处理", "结单，下一单")

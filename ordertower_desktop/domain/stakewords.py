"""What an edit of the stakes changed, in words."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from ordertower_desktop.domain.cause import CAUSE_NAMES
from ordertower_desktop.domain.penalty import TRUST_NAMES, Penalty
from ordertower_desktop.domain.priority import MINUTE, Stakes

PLATFORM_NAMES = {
    "taobao": "淘宝天猫", "pdd": "拼多多", "douyin": "抖音", "kuaishou": "快手", "jd": "京东", "wechat": "微信小店", "": "其余平台",
}  # fmt: skip


def platform_name(code: str) -> str:
    """A line's platform as people call it."""
    return PLATFORM_NAMES.get(code, code)


def differences(was: Stakes, will: Stakes) -> tuple[str, ...]:
    """Each value that is another, `名称：旧 → 新`."""
    return (*_lines(was.penalties, will.penalties), *_values(was, will))


def said(one: Penalty) -> str:
    """A platform's charge: `货款 5%，最低 ¥3，最高 ¥100，2026-11-01 估算`."""
    parts = [f"货款 {one.share:.1%}"] if one.share else []
    parts += [f"最低 ¥{one.least_fen / 100:g}"] if one.least_fen else []
    parts += [f"最高 ¥{one.most_fen / 100:g}"] if one.most_fen else []
    parts += [f"之后每小时 ¥{one.hour_fen / 100:g}"] if one.hour_fen else []
    return "，".join([*(parts or ["没有赔付"]), f"{one.as_of:%Y-%m-%d} {TRUST_NAMES[one.trust]}"])


def _lines(was: Iterable[Penalty], will: Iterable[Penalty]) -> Iterator[str]:
    before, after = ({one.platform: one for one in lines} for lines in (was, will))
    for code in dict.fromkeys((*before, *after)):
        old, new, name = before.get(code), after.get(code), platform_name(code)
        if old is None and new is not None:
            yield f"新增{name}：{said(new)}"
        elif old is not None and new is None:
            yield f"去掉{name}：{said(old)}"
        elif old is not None and new is not None and old != new:
            yield f"{name}：{said(old)} → {said(new)}" if said(old) != said(new) else f"{name}的依据：{new.source or '没有写'}"


def _values(was: Stakes, will: Stakes) -> Iterator[str]:
    pairs = (
        ("每小时退款与流失", f"货款 {was.lost_share:.1%}", f"货款 {will.lost_share:.1%}"),
        ("每起投诉", f"¥{was.complaint_fen / 100:g}", f"¥{will.complaint_fen / 100:g}"),
        ("每小时投诉的可能", f"{was.complaint_chance:.1%}", f"{will.complaint_chance:.1%}"),
        ("提前多久算进来", _minutes(was.fade), _minutes(will.fade)),
        ("其余原因处理一单", _minutes(was.usual_effort), _minutes(will.usual_effort)),
    )
    yield from (f"{name}：{old} → {new}" for name, old, new in pairs if old != new)
    for key in dict.fromkeys((*was.factors, *will.factors)):
        old, new = was.factors.get(key, ("", 1.0)), will.factors.get(key, ("", 1.0))
        if old[1] != new[1]:
            yield f"{new[0] or old[0]}：×{old[1]:g} → ×{new[1]:g}"
    for key in dict.fromkeys((*was.efforts, *will.efforts)):
        if was.effort(key) != will.effort(key):
            yield f"{dict(CAUSE_NAMES).get(key, key)}处理一单：{_minutes(was.effort(key))} → {_minutes(will.effort(key))}"  # type: ignore[call-overload]


def _minutes(span: timedelta) -> str:
    return f"{span / MINUTE:g} 分"

"""The words of the audit log in Chinese, in groups that a person would look for."""

from collections.abc import Mapping

from ordertower_desktop.domain.people import POSTS, Role
from ordertower_desktop.domain.post import ROLE_NAMES
from ordertower_desktop.domain.verb import ACTION_NAMES

_PEOPLE = {
    "person": "改成员", "presence": "在岗状态", "contacts": "联系方式", "invite": "发邀请码", "enrol": "登录设备",
    "granted": "临时授权", "grant_withdrawn": "收回授权", "grant_over": "授权到期", "token_made": "发令牌", "token_ended": "作废令牌",
}  # fmt: skip
_DOCUMENTS = {
    "rules_changed": "改规则", "exemptions_changed": "改豁免", "promos_changed": "改大促档案", "policies_changed": "改告警链",
    "calendars_changed": "改日历", "playbooks_changed": "改处置步骤", "packs_changed": "改动作包", "posts_changed": "改岗位",
    "fields_changed": "改自定义字段", "stakes_changed": "改损失口径",
    "seeded": "出厂设置",
}  # fmt: skip
_CRISIS = {
    "crisis_confirm": "确认级别", "crisis_keep": "保持级别", "crisis_release": "解除保持", "crisis_declare": "启动响应",
    "crisis_end": "结束响应", "crisis_finish": "完成动作", "crisis_reopen": "重开动作", "crisis_take": "认领动作",
    "crisis_phase": "切换阶段", "crisis_note": "战情记录", "crisis_called": "联系客户", "crisis_told": "告知上报",
    "crisis_check": "闭环核查", "crisis_offer": "提出补偿", "crisis_approve": "批准补偿", "crisis_refuse": "退回补偿",
    "crisis_notice": "登记平台通报", "crisis_settle": "平台通报处理完", "crisis_rehearse": "发起危机演练",
    "incident_saved": "存事件档案",
}  # fmt: skip
_DATA = {
    "import": "导入文件", "import_undone": "撤销导入", "pull_now": "立即重取", "source_forgotten": "去掉来源",
    "channel_tested": "试发渠道", "write_back_again": "重新回传", "write_back_stop": "停止回传", "write_back_go": "恢复回传",
    "stock_leaks": "放开泄漏的库存占用",
}  # fmt: skip
_CUSTOMERS = {
    "customers_joined": "认定同一客户", "customers_refused": "认定不是同一人", "customers_split": "拆开客户",
    "customers_undone": "撤销认定或拆开", "customers_forgotten": "清理僵尸客户",
    "merge_taken": "合单", "merge_done": "合好了", "merge_vetoed": "否决合单", "merge_never": "今后不提合单",
    "merge_undone": "撤回合单", "twin_passed": "放行重复发货", "twin_ended": "拦下重复发货",
    "merging_changed": "改合单口径",
}  # fmt: skip
_REVEALS = {"reveal_asked": "请求看明文", "reveal": "看了明文", "reveal_refused": "明文被拒", "reveal_failed": "明文没取到"}
GROUPS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "orders": ("对订单做的", ACTION_NAMES),
    "people": ("成员与授权", _PEOPLE),
    "documents": ("规则、链、岗位等", _DOCUMENTS),
    "crisis": ("危机与补偿", _CRISIS),
    "data": ("导入、来源、回传", _DATA),
    "customers": ("客户与合单", _CUSTOMERS),
    "reveals": ("看明文", _REVEALS),
}
"""Key -> its name and its words."""
_NAMES = {word: name for _, words in GROUPS.values() for word, name in words.items()}

_THINGS = {
    "rules": "规则", "exemptions": "豁免", "promos": "大促档案", "policies": "告警链", "calendars": "日历", "playbooks": "处置步骤",
    "packs": "动作包", "posts": "岗位", "stakes": "损失口径", "write-backs": "全部回传", "floor": "整个团队",
}  # fmt: skip
_OUTCOMES = {"done": "完成", "refused": "被拒", "conflict": "别人在先", "reused_id": "编号已用过"}
_STATES = {"on": "在岗", "break": "休息", "off": "离岗"}
_TOKENS = {str(role): f"{name}类" for role, name in ROLE_NAMES.items()}


def act_name(word: str) -> str:
    """An act on the screen; one without a name is shown as it is written."""
    return _NAMES.get(word, word)


def acts_of(group: str) -> str:
    """The words of a group as the hub is asked for them; empty for all."""
    return ",".join(GROUPS[group][1]) if group in GROUPS else ""


def thing_name(thing: str) -> str:
    """What it was done to, where it is one of the floor's documents."""
    return _THINGS.get(thing, thing)


def said(word: str, detail: str, posts: Mapping[str, str] = POSTS) -> str:
    """The detail of a line: what became of an action, how a member stands now, or as it was written. `posts`: post -> its name."""
    if word in ACTION_NAMES:
        state, colon, why = detail.partition("：")
        return f"{_OUTCOMES.get(state, state)}{colon}{why}"
    if word == "presence":
        return _STATES.get(detail, detail)
    if word == "person" and len(parts := detail.split(" ", 3)) >= len(("class", "post", "presence")):
        said = (_TOKENS.get(parts[0], parts[0]), posts.get(parts[1], parts[1]), _STATES.get(parts[2], parts[2]), *parts[3:])
        return "，".join(said)
    if word == "seeded":
        return "、".join(map(thing_name, detail.split("、")))
    return f"{ROLE_NAMES[Role(detail)]}类" if detail in list(Role) else detail

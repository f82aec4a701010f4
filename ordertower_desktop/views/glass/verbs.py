"""From a verb and its cases to actions: asks what must be asked, makes one action a case, each with an id of its own."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from ordertower_desktop.domain import actions as do
from ordertower_desktop.domain.verb import ACTION_NAMES, PAUSE_PARTIES, PAUSE_REASONS
from ordertower_desktop.models import text
from ordertower_desktop.views.glass.ask import Ask, checks, people, span_choice, until
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.rows import PersonRow, PoolRow

Values = dict[str, str]
OUTWARD = frozenset({"force", "resync", "repull"})
PLAIN = frozenset({"acknowledge", "resume", "archive", "reopen", "resync", "repull"})


def tr(words: str) -> str:
    return QCoreApplication.translate("Verbs", words)


class Verbs:
    """Turns what somebody wants into actions, or into nothing when they change their mind."""

    def __init__(self, theme: Theme, host: QWidget, people: Mapping[str, PersonRow]) -> None:
        self._theme, self._host, self._people = theme, host, people

    def made(self, verb: str, rows: Sequence[PoolRow], *, me: str, now: datetime) -> list[do.Action]:
        """The actions for these rows; empty when a question was cancelled."""
        if not rows:
            return []
        values = self.asked(verb, rows, me=me)
        return [] if values is None else [self.action(verb, row, values, now) for row in rows]

    @staticmethod
    def known(verb: str, row: PoolRow, said: dict[str, Any]) -> do.Action:
        """The action when everything is said already: a note's text, a closing's checks, a step with its evidence."""
        if verb == "resolve":
            said = {"checks": tuple(said["checks"])}
        made: do.Action = do.DO[verb](id=uuid.uuid4().hex, case=row.case, version=row.version, **said)
        return made

    def asked(self, verb: str, rows: Sequence[PoolRow], *, me: str) -> Values | None:
        """What has to be said before, or None when the question was cancelled."""
        if verb in PLAIN:
            return {}
        ask = self._question(verb, rows, me=me)
        if ask.exec() != Ask.DialogCode.Accepted:
            return None
        return ask.values()

    def _question(self, verb: str, rows: Sequence[PoolRow], *, me: str) -> Ask:
        what = _what(rows)
        make: dict[str, Callable[[], Ask]] = {
            "hand_over": lambda: (
                self._new(tr("转派"), tr("{0}。对方会收到提醒，原责任人的提醒停止。").format(what), tr("转派"))
                .choice("to", tr("给谁"), people(self._people.values(), me))
                .need("to")
            ),
            "snooze": lambda: (
                span_choice(self._new(tr("稍后"), tr("{0}。到时再提醒，时钟照走。").format(what), tr("稍后")), tr("多久"))
                .line("why", tr("原因"), tr("如：等客户回电"))
                .need("why")
            ),
            "pause": lambda: (
                span_choice(self._new(tr("暂停计时"), tr("{0}。时钟停住，到时自动恢复，记入留痕。").format(what), tr("暂停")), tr("最长"))
                .choice("why", tr("原因"), [(why, why) for why in PAUSE_REASONS])
                .choice("who", tr("在等谁"), [(who, who) for who in PAUSE_PARTIES])
                .line("more", tr("补充"), tr("原因写得更细，可不填"))
            ),
            "note": lambda: self._new(tr("备注"), what, tr("记下")).text("text", tr("内容")).need("text"),
            "resolve": lambda: checks(self._new(tr("结单"), tr("{0}。超时单和紧急单要三查齐全。").format(what), tr("结单"))),
            "improvise": lambda: (
                self._new(tr("记临时操作"), tr("{0}。先记下再做；没补录前不能结单，4 小时未补会提醒。").format(what), tr("记下"))
                .line("what", tr("做了什么"), tr("如：手工开面单、先放库存"))
                .line("why", tr("为什么"), tr("如：WMS 停了，今天 16 点前要出"))
                .need("what", "why")
            ),
            "fill_in": lambda: (
                self._new(tr("补录临时操作"), tr("{0}。写明在系统里补了什么。").format(what), tr("补录"))
                .choice("stopgap", tr("哪一个"), [(one.id, one.what) for one in rows[0].stopgaps] or [("", tr("没有待补录的"))])
                .line("text", tr("补了什么"), tr("如：运单 SF…已回填，出库单已补"))
                .need("stopgap", "text")
            ),
            "unreached": lambda: self._new(
                tr("记联系未果"), tr("{0}。满 3 次、7 天仍联系不上的，可在“筛选 › 待办”里批量归档。").format(what), tr("记下")
            ).line("text", tr("怎么联系的"), tr("如：电话两次未接，已发短信")),
            "report": lambda: (
                self._new(tr("登记催单"), tr("{0}。会升为紧急单，并开始 2 小时响应时钟。").format(what), tr("登记"))
                .choice("kind", tr("类型"), [("urged", tr("催单")), ("complaint", tr("投诉"))])
                .line("text", tr("客户怎么说"), tr("原话即可"))
            ),
            "waybill": lambda: (
                self._new(tr("补录运单"), tr("{0}。照面单写；说已出库的，店铺由回传立即告知，记入留痕。").format(what), tr("补录"))
                .line("waybill", tr("运单号"), tr("照面单，字母数字；扫描枪可直接扫"))
                .line("carrier", tr("快递"), tr("如：顺丰、圆通；不写用原来的"))
                .check("left", tr("包裹已经出库"))
                .fill({"left": "yes"})
                .need("waybill")
            ),
            "verdict": lambda: self._new(tr("判真假"), tr("{0}。判定用来改进规则。").format(what), tr("记下")).choice(
                "verdict", tr("这条规则"), [("yes", tr("判得对")), ("no", tr("误报"))]
            ),
            "force": lambda: (
                self._new(
                    tr("强制推进"),
                    tr("{0}，{1}。会请来源系统推进这些单，写入留痕，不能撤销。").format(what, _sum(rows)),
                    tr("强制推进 {0} 单").format(len(rows)),
                )
                .text("why", tr("原因"))
                .need("why")
            ),
        }
        return make[verb]()

    def _new(self, title: str, effect: str, verb: str) -> Ask:
        return Ask(self._theme, self._host, title, effect, verb)

    def action(self, verb: str, row: PoolRow, said: Values, now: datetime) -> do.Action:
        """One action on one case, with an id of its own."""
        id_, case, version = uuid.uuid4().hex, row.case, row.version
        match verb:
            case "hand_over":
                return do.HandOver(id=id_, case=case, version=version, to=said["to"])
            case "snooze":
                return do.Snooze(id=id_, case=case, version=version, until=until(said["minutes"], now), why=said["why"])
            case "pause":
                return do.Pause(
                    id=id_, case=case, version=version, until=until(said["minutes"], now), why=_paused_for(said), who=said["who"]
                )
            case "note":
                return do.Note(id=id_, case=case, version=version, text=said["text"])
            case "resolve":
                return do.Resolve(id=id_, case=case, version=version, checks=tuple(key for key, on in said.items() if on))
            case "report" | "waybill":
                return _of_order(verb, id_, row.order, said)
            case "improvise" | "fill_in" | "unreached":
                made: do.Action = do.DO[verb](id=id_, case=case, version=version, **said)
                return made
            case "verdict":
                return do.MarkVerdict(id=id_, case=case, version=version, true=said["verdict"] == "yes")
            case "force":
                return do.Force(id=id_, case=case, version=version, why=said["why"])
            case _:
                plain: do.Action = do.DO[verb](id=id_, case=case, version=version)
                return plain


def _of_order(verb: str, id_: str, order: str, said: Values) -> do.Report | do.EnterWaybill:
    if verb == "report":
        return do.Report(id=id_, order=order, kind=said["kind"], text=said["text"])
    return do.EnterWaybill(id=id_, order=order, waybill=said["waybill"], carrier=said["carrier"], left=said["left"] == "yes")


def undo_of(action: do.Action) -> do.Undo | None:
    """The action that takes `action` back, if it can be taken back."""
    if isinstance(action, do.UNDOABLE):
        return do.Undo(id=uuid.uuid4().hex, case=action.case, action=action.id)
    return None


def receipt(verb: str, count: int) -> str:
    """已接手 3 单."""
    return tr("已{0} {1} 单").format(ACTION_NAMES.get(verb, verb), text.count(count))


def _paused_for(said: Values) -> str:
    """The reason from the list, with what was added to it."""
    more = said.get("more", "").strip()
    return f"{said['why']}：{more}" if more else said["why"]


def _what(rows: Sequence[PoolRow]) -> str:
    if len(rows) == 1:
        return tr("订单尾号 {0}，{1}").format(text.tail(rows[0].order), rows[0].kind_name)
    return tr("{0} 单").format(text.count(len(rows)))


def _sum(rows: Sequence[PoolRow]) -> str:
    return tr("合计 {0}").format(text.worth_sum(sum(row.amount_fen for row in rows), text.veiled(rows)))

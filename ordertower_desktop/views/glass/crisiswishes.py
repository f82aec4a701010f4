"""What a crisis is asked for in words before it is done: each question says what will happen."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog

from ordertower_desktop.domain.case import CLOSING_CHECKS
from ordertower_desktop.domain.crisis import LEVEL_NAMES, ResponseLevel
from ordertower_desktop.models import text
from ordertower_desktop.models.crisis.war import War
from ordertower_desktop.views.crisis.paper import write_offer
from ordertower_desktop.views.crisis.scripts import ScriptSheet
from ordertower_desktop.views.glass.ask import Ask
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.wire.crisis import OfferPage, OfferRow, PlatformNoticeRow, TaskRow
from ordertower_desktop.wire.rows import PoolRow

HOURS = [("1", "1 小时"), ("2", "2 小时"), ("4", "4 小时"), ("8", "8 小时")]
LENT = [*HOURS, ("24", "24 小时"), ("72", "72 小时")]


class Wishes(QObject):
    """One method a wish; what was said goes to the hub as an act."""

    def __init__(self, glass: Glass, war: War) -> None:
        super().__init__(war)
        self._glass, self.war = glass, war
        self.asking: QDialog | None = None

    def _ask(self, title: str, effect: str, verb: str, then: Callable[[dict[str, str]], None], *, needs: Sequence[str] = ()) -> Ask:
        """A question before the act; `then` gets what was said."""
        self.asking = asking = Ask(self._glass.theme, self._glass.shell, title, effect, verb)
        asking.need(*needs)
        asking.accepted.connect(lambda: then(asking.values()))
        return asking

    def confirm(self) -> None:
        row = self.war.row
        if row is not None:
            effect = self.tr("你确认现在是{0}（{1}）。姓名、时间和说明写进记录").format(row.name, row.why)
            made = self._ask(self.tr("确认级别"), effect, self.tr("确认"), lambda said: self.war.act("confirm", text=said["why"]))
            made.line("why", self.tr("说明"), self.tr("可不写")).open()

    def hold(self, level: int) -> None:
        row = self.war.row
        if row is None:
            return
        name = LEVEL_NAMES[ResponseLevel(level)]
        title = self.tr("保持{0}").format(name) if level == row.level else self.tr("改为{0}").format(name)
        effect = self.tr("计数不再改变级别；若出现比现在更重的情况会自动升上去。原因会显示给所有人")
        made = self._ask(title, effect, title, lambda said: self.war.keep(level, said["why"], said["hours"]), needs=("why",))
        made.line("why", self.tr("原因"), self.tr("例如：白名单 15:00 恢复"))
        made.choice("hours", self.tr("多久"), [*HOURS, ("", self.tr("直到解除"))]).open()

    def release(self) -> None:
        effect = self.tr("级别重新由计数决定")
        made = self._ask(self.tr("解除保持"), effect, self.tr("解除"), lambda said: self.war.act("release", text=said["why"]))
        made.line("why", self.tr("说明"), self.tr("可不写")).open()

    def declare(self) -> None:
        row = self.war.row
        if row is not None:
            effect = self.tr("按{0}动作包计时：30、90、150、180 分各到一个阶段，共 {1} 项动作。超时会记录下来").format(
                row.name, len(row.pack.tasks)
            )
            made = self._ask(self.tr("启动三小时响应"), effect, self.tr("启动"), lambda said: self.war.act("declare", text=said["why"]))
            made.line("why", self.tr("事由"), self.tr("例如：双11 积压，ERP 停更")).open()

    def rehearse(self) -> None:
        effect = self.tr(
            "按这一级的动作包走一遍：有份的人在工作台上各收到一条，标着演练。"
            "不发企业微信和短信，不改级别，不计数，不进绩效和复盘；级别真的升了，演练自动结束"
        )
        made = self._ask(
            self.tr("危机演练"), effect, self.tr("开始演练"),
            lambda said: self.war.act("rehearse", level=int(said["level"]), text=said["why"]), needs=("level",),
        )  # fmt: skip
        made.choice("level", self.tr("演练哪一级"), [(str(int(level)), LEVEL_NAMES[level]) for level in reversed(ResponseLevel)])
        made.line("why", self.tr("事由"), self.tr("例如：双11 前演练，可不写")).open()

    def phase(self) -> None:
        response = self.war.row.response if self.war.row is not None else None
        phase = next((one for one in response.phases if one.state == "current"), None) if response is not None else None
        if phase is not None:
            open_ = sum(task.phase == phase.id and task.state != "done" for task in response.tasks) if response else 0
            effect = (
                self.tr("这一阶段还有 {0} 项动作没有完成，仍会留在清单里").format(open_) if open_ else self.tr("这一阶段的动作都完成了")
            )
            title = self.tr("完成“{0}”").format(phase.title)
            made = self._ask(title, effect, self.tr("完成"), lambda said: self.war.act("phase", about=phase.id, text=said["why"]))
            made.line("why", self.tr("结论"), self.tr("例如：出口地址变更，白名单未同步")).open()

    def end(self) -> None:
        effect = self.tr("结束后不再计时，记录保留；三查必须都通过。当天的复盘可在复盘页查看")
        made = self._ask(self.tr("结束响应"), effect, self.tr("结束响应"), lambda said: self.war.act("end", text=said["why"]))
        made.line("why", self.tr("结论"), self.tr("一句话写明结果")).open()

    def finish(self, task: TaskRow) -> None:
        if not task.evidence:
            self.war.act("finish", about=task.id)
            return
        effect = self.tr("写进战情记录，复盘时作为事实")
        made = self._ask(
            task.title, effect, self.tr("完成"), lambda said: self.war.act("finish", about=task.id, text=said["text"]), needs=("text",)
        )
        made.text("text", task.evidence).open()

    def reopen(self, task: TaskRow) -> None:
        effect = self.tr("时限不变，重新计为未完成")
        made = self._ask(
            self.tr("重开：{0}").format(task.title),
            effect,
            self.tr("重开"),
            lambda said: self.war.act("reopen", about=task.id, text=said["why"]),
        )
        made.line("why", self.tr("原因")).open()

    def called(self, row: PoolRow) -> None:
        effect = self.tr("记下客户经理联系的时间和客户的答复，不写电话和姓名")
        title = self.tr("已联系尾号 {0} 的客户").format(text.tail(row.order))
        made = self._ask(
            title, effect, self.tr("记下"), lambda said: self.war.act("called", about=row.order, text=said["text"]), needs=("text",)
        )
        made.text("text", self.tr("答复"), self.tr("例如：接受今晚发出，已说明礼品与免运费")).open()

    def note(self) -> None:
        effect = self.tr("带上你的姓名和时间，所有人马上看到")
        made = self._ask(self.tr("记一条"), effect, self.tr("记下"), lambda said: self.war.act("note", text=said["text"]), needs=("text",))
        made.text("text", self.tr("内容")).open()

    def check(self, key: str) -> None:
        effect = self.tr("由你确认这一项对全部受影响订单成立")
        made = self._ask(
            CLOSING_CHECKS[key], effect, self.tr("通过"), lambda said: self.war.act("check", about=key, text=said["text"]), needs=("text",)
        )
        made.line("text", self.tr("依据"), self.tr("例如：抽查 20 单，全部符合")).open()

    def offer(self) -> None:
        row = self.war.row
        if row is None or not row.pack.remedies:
            self._glass.shell.toasts.show("info", self.tr("动作包里没有补偿方案"))
            return
        war, known = self.war, {one.id: one for one in row.pack.remedies}
        veiled = {"money": row.veiled} if row.veiled else {}
        scopes = [
            ("late", self.tr("已超时的 {0} 单").format(len(war.scope("late")))),
            ("vip", self.tr("VIP {0} 单").format(len(war.scope("vip")))),
        ]
        board = war.board
        scopes += (
            [(one.key, self.tr("{0} {1} 单").format(one.name, one.open)) for one in board.causes[:5] if one.key]
            if board is not None
            else []
        )
        effect = self.tr("已补偿过的单自动拦下；超出免批额度要另一位主管批准。不会自动发给客户，批准后由财务按名单发放")
        made = self._ask(
            self.tr("提出补偿"), effect, self.tr("提出"),
            lambda said: war.offer(known[said["remedy"]], said["scope"], said["why"], said["again"]),
        )  # fmt: skip
        made.choice(
            "remedy", self.tr("方案"), [(one.id, f"{one.name}（{text.worth(one.fen, veiled, of='money')}）") for one in known.values()]
        )
        made.choice("scope", self.tr("范围"), scopes)
        made.line("again", self.tr("具名再补"), self.tr("已补过仍要补的订单号，空格隔开，可不写"))
        made.line("why", self.tr("原因"), self.tr("具名再补时必填")).open()

    def approve(self, offer: OfferRow) -> None:
        row = self.war.row
        veiled = {"money": row.veiled} if row is not None and row.veiled else {}
        sum_ = text.worth_sum(offer.fen * offer.orders, veiled, of="money")
        effect = self.tr("{0}，{1} 单，合计 {2}；由 {3} 提出").format(offer.name, text.count(offer.orders), sum_, offer.by_name)
        if offer.again:
            effect += self.tr("；其中 {0} 单已补偿过，是具名再补：{1}").format(offer.again, offer.why)
        made = self._ask(
            self.tr("批准补偿"),
            effect,
            self.tr("批准 {0}").format(sum_),
            lambda said: self.war.act("approve", about=offer.id, text=said["why"]),
        )
        made.line("why", self.tr("说明"), self.tr("可不写")).open()

    def refuse(self, offer: OfferRow) -> None:
        effect = self.tr("退回后这些订单可以重新提出")
        made = self._ask(
            self.tr("退回补偿"),
            effect,
            self.tr("退回"),
            lambda said: self.war.act("refuse", about=offer.id, text=said["why"]),
            needs=("why",),
        )
        made.line("why", self.tr("原因")).open()

    def file(self, offer: OfferPage) -> None:
        """The list of an approved compensation: the ending says whether it is to be signed or worked through."""
        name = self.tr("补偿名单 {0} {1} 单.pdf").format(offer.name, len(offer.orders))
        path, _ = QFileDialog.getSaveFileName(
            self._glass.shell, self.tr("导出补偿名单"), str(Path.home() / name), self.tr("PDF (*.pdf);;Excel 工作簿 (*.xlsx)")
        )
        if path:
            self.write(offer, Path(path))

    def write(self, offer: OfferPage, path: Path) -> None:
        toasts = self._glass.shell.toasts
        try:
            write_offer(offer, path)
        except OSError as error:
            toasts.show("error", self.tr("没有写成：{0}，请换个地方").format(error.strerror or error))
            return
        toasts.show("ok", self.tr("名单已写到 {0}").format(path))

    def lend(self) -> None:
        staff = [(one.id, one.name) for one in self.war.people.values() if one.role == "agent" and not one.disabled]
        if not staff:
            self._glass.shell.toasts.show("info", self.tr("没有可以授权的一线客服"))
            return
        effect = self.tr("到时由中枢自动收回，重启也一样；授权和收回都写进审计")
        made = self._ask(
            self.tr("临时授予主管权限"), effect, self.tr("授权"), lambda said: self.war.lend(said["person"], said["hours"], said["why"]),
            needs=("why",),
        )  # fmt: skip
        made.choice("person", self.tr("给谁"), staff)
        made.choice("hours", self.tr("多久"), LENT)
        made.line("why", self.tr("原因"), self.tr("例如：双11 晚班没有主管")).open()

    def notice(self) -> None:
        effect = self.tr("未处理完之前，响应级别按三级算；所有人看得到，也标在当天复盘上")
        title = self.tr("登记平台通报或扣分")
        made = self._ask(title, effect, self.tr("登记"), lambda said: self.war.notice(**said), needs=("where", "text"))
        made.line("where", self.tr("平台和店铺"), self.tr("例如：拼多多 官方旗舰店"))
        made.line("points", self.tr("扣几分"), self.tr("没扣分不写"))
        made.text("text", self.tr("原文"), self.tr("照平台通知写：事由、申诉期限")).open()

    def settle(self, notice: PlatformNoticeRow) -> None:
        effect = self.tr("{0}：{1}。处理完后级别交还给计数").format(notice.where, notice.text)
        title = self.tr("平台通报处理完")
        made = self._ask(title, effect, self.tr("处理完"), lambda said: self.war.act("settle", about=notice.id, **said), needs=("text",))
        made.line("text", self.tr("结果"), self.tr("例如：申诉通过，分数已退回")).open()

    def scripts(self, first: str) -> None:
        row = self.war.row
        if row is None or not row.pack.scripts:
            self._glass.shell.toasts.show("info", self.tr("动作包里没有话术"))
            return
        found = sorted(row.pack.scripts, key=lambda one: not (first and first in one.id))
        self.asking = sheet = ScriptSheet(self._glass.theme, self._glass.shell, found)
        sheet.copied.connect(self._copied)
        sheet.open()

    def _copied(self, name: str, words: str) -> None:
        QGuiApplication.clipboard().setText(words)
        self._glass.shell.toasts.show("ok", self.tr("已复制“{0}”，请改好花括号里的内容再发").format(name))

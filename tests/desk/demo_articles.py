"""Articles of the pictures, and a hub in the hand that finds them by the same letters."""

from datetime import timedelta
from typing import Any

from ordertower_desktop.domain.article import grams
from ordertower_desktop.models.knowledge.shelf import KnowledgeShelf
from ordertower_desktop.wire.articles import ArticleRow
from tests.desk.demo_rows import NOW

WHITELIST = ArticleRow(
    "6632#1", "4418296013577826632", "ERP 白名单失效，先恢复再补推", "11月11日 09:50 入池；接口 401，09:42 起 ERP 不再收单；386 单受影响",
    "核对接口报错（401，09:42 起）；请 IT 更新白名单（10:20 已恢复）；补推并抽查 5 单，全部到仓；告知客户新的发货时间",
    NOW - timedelta(hours=28), "白名单到期前一周由 IT 提醒，值班表里加一项",
    "accept_overdue", "超时未接单", "system_gap", "系统断层", "赵一鸣", 12, 2,
)  # fmt: skip
STOCK = ArticleRow(
    "7719#1", "4418296013577827719", "系统有货、实物缺 3 件，拆单先发", "下架后库存没有回写", "盘点；有货的先发，缺的补偿 5 元券",
    NOW - timedelta(days=3), "", "stock_short", "库存不准", "stock_wrong", "库存不准", "林晓", 4,
)  # fmt: skip
CARRIER = ArticleRow(
    "8120#1", "4418296013577828120", "揽收爆仓换承运商", "网点 18 点后不再揽收", "转给备用承运商，次日 9 点揽走",
    NOW - timedelta(days=9), "大促前谈好备用承运商", "pickup_overdue", "揽收超时", "carrier_short", "物流爆仓", "何静",
)  # fmt: skip


class HubInHand:
    """Answers the questions of a shelf."""

    def __init__(self, shelf: KnowledgeShelf) -> None:
        self.shelf = shelf
        self.kept = [WHITELIST, STOCK, CARRIER]
        self.asked: list[tuple[str, list[Any]]] = []
        shelf.question.connect(self._question)

    def articles(self, params: dict[str, str]) -> list[ArticleRow]:
        wanted = grams(params.get("q", ""))
        return [
            one
            for one in self.kept
            if wanted <= grams(" ".join((one.title, one.problem, one.measures)))
            and params.get("kind", one.kind) == one.kind
            and params.get("cause", one.cause) == one.cause
        ]

    def article_used(self, article: str, order: str) -> ArticleRow:
        del order
        return next(one for one in self.kept if one.id == article)

    def _question(self, what: str, values: list[Any]) -> None:
        self.asked.append((what, values))
        self.shelf.answered(what, getattr(self, what)(*values))

"""The routes of what has happened: days, figures, knowledge, ledgers."""

from ordertower_desktop.hub.api import (
    articles,
    days,
    foresight,
    kpi,
    ledgers,
    performance,
    scores,
)
from ordertower_desktop.hub.api.http import AGENT, SUPERVISOR, Route
from ordertower_desktop.hub.store.tables import tallies
from ordertower_desktop.wire.articles import ArticleRow, ArticleUsed, FormsPage
from ordertower_desktop.wire.audit import AuditLine, Verified
from ordertower_desktop.wire.kpi import DrillPage, FoundPage, HealthPage, KpiPage, LoadPage, MonthBody, TrendPage
from ordertower_desktop.wire.performance import ScorePage
from ordertower_desktop.wire.replay import DayPage, Days, Incident, Words
from ordertower_desktop.wire.risk import RiskPage


def routes() -> list[Route]:
    """Looking back."""
    return [*_days(), *_kpi(), *_articles(), *_ledgers()]


def _days() -> list[Route]:
    one = "/v1/days/{day}"
    return [
        Route("GET", "/v1/days", SUPERVISOR, days.listed, "可以回放的日子", gives=Days),
        Route("GET", one, SUPERVISOR, days.one, "一天的曲线、标记、指标和复盘三问", gives=DayPage),
        Route("GET", "/v1/incidents", SUPERVISOR, days.archived, "事件档案", gives=list[Incident], query=("before", "limit")),
        Route("PUT", "/v1/incidents/{day}", SUPERVISOR, days.save, "把一天的复盘存档", Words, Incident),
    ]


def _kpi() -> list[Route]:
    days, columns = ("since", "until"), tallies.DIMENSIONS
    return [
        Route("GET", "/v1/foresight", AGENT, foresight.graded, "预警准不准：按事后的结果打分", gives=RiskPage),
        Route("GET", "/v1/kpi", SUPERVISOR, kpi.compared, "一段日子的指标，与之前比", gives=KpiPage, query=(*days, "against")),
        Route("GET", "/v1/drill", SUPERVISOR, kpi.drilled, "订单按一两项分组，层层下钻", gives=DrillPage, query=(*days, "by", *columns)),
        Route("GET", "/v1/drill/orders", SUPERVISOR, kpi.behind, "数字背后的订单", gives=FoundPage, query=(*days, "which", *columns)),
        Route("GET", "/v1/trends", SUPERVISOR, kpi.trends, "各条规则按周的走势", gives=TrendPage, query=days),
        Route("GET", "/v1/scores", SUPERVISOR, scores.listed, "封存了健康度的月份", gives=list[str]),
        Route("GET", "/v1/scores/{month}", SUPERVISOR, scores.one, "一个月的健康度", gives=HealthPage),
        Route("POST", "/v1/scores/{month}", SUPERVISOR, scores.freeze, "封存一个月，或更正为新的一版", MonthBody, HealthPage),
        Route("GET", "/v1/alarms", SUPERVISOR, kpi.alarms, "提醒负担", gives=LoadPage, query=days),
    ]


def _articles() -> list[Route]:
    asked, summed = ("q", "kind", "cause", "limit"), "一个季度的异常处理登记表"
    return [
        Route("GET", "/v1/articles", AGENT, articles.found, "知识库检索，用得多的在前", gives=list[ArticleRow], query=asked),
        Route("POST", "/v1/articles/used", AGENT, articles.used, "这一篇帮上了忙", ArticleUsed, ArticleRow),
        Route("GET", "/v1/performance", AGENT, performance.shown, "近几天的绩效，客服只看自己", gives=ScorePage, query=("days",)),
        Route("GET", "/v1/incident-forms", SUPERVISOR, articles.forms, summed, gives=FormsPage, query=("quarter",)),
    ]


def _ledgers() -> list[Route]:
    pages, narrowed = ("after", "limit"), ("about", "before", "who", "what", "since", "until")
    return [
        Route("GET", "/v1/deliveries", AGENT, ledgers.delivered, "提醒记录", gives=ledgers.Lines[ledgers.DeliveryLine], query=pages),
        Route("GET", "/v1/audit", SUPERVISOR, ledgers.audited, "审计日志", gives=ledgers.Lines[AuditLine], query=(*pages, *narrowed)),
        Route("GET", "/v1/audit/verify", SUPERVISOR, ledgers.verified, "核对审计日志", gives=Verified),
    ]

"""Looking back: days, figures, the knowledge base."""

from collections.abc import Mapping
from datetime import date, datetime

from ordertower_desktop.sync.question import Question, part
from ordertower_desktop.wire.articles import ArticleRow, ArticleUsed, FormsPage
from ordertower_desktop.wire.codec import encode
from ordertower_desktop.wire.kpi import DrillPage, FoundPage, HealthPage, KpiPage, LoadPage, MonthBody, TrendPage
from ordertower_desktop.wire.pauses import PausePage
from ordertower_desktop.wire.performance import ScorePage
from ordertower_desktop.wire.replay import DayPage, Days, Incident, PoolPage, Words
from ordertower_desktop.wire.risk import RiskPage


def days() -> Question[Days]:
    """The days that can be played again."""
    return lambda client: client.get("/v1/days", Days)


def day(name: str) -> Question[DayPage]:
    """A day whole: `2025-11-12`."""
    return lambda client: client.get(f"/v1/days/{part(name)}", DayPage)


def pool_at(at: datetime, how: str) -> Question[PoolPage]:
    """The delay pool of a moment, the earliest due first; `how`: known | reckoned."""
    return lambda client: client.get("/v1/pool", PoolPage, params={"at": at.isoformat(), "as": how, "limit": "1000"})


def save_incident(day_: str, words: Words) -> Question[Incident]:
    """Put people's words on a day into the archive."""
    return lambda client: client.put(f"/v1/incidents/{part(day_)}", Incident, body=encode(words))


def kpi(first: date, last: date, against: date) -> Question[KpiPage]:
    """A stretch of days against one of the same length that began on an earlier day."""
    return lambda client: client.get("/v1/kpi", KpiPage, params=_days(first, last) | {"against": against.isoformat()})


def drill(first: date, last: date, by: list[str], where: dict[str, str]) -> Question[DrillPage]:
    """Orders by one or two columns, among those that are as `where` says."""
    return lambda client: client.get("/v1/drill", DrillPage, params=_days(first, last) | {"by": ",".join(by)} | where)


def drill_orders(first: date, last: date, which: str, where: dict[str, str]) -> Question[FoundPage]:
    """The orders behind a number: open, late, missed or all."""
    return lambda client: client.get("/v1/drill/orders", FoundPage, params=_days(first, last) | {"which": which, "limit": "500"} | where)


def trends(first: date, last: date) -> Question[TrendPage]:
    """Rules week by week."""
    return lambda client: client.get("/v1/trends", TrendPage, params=_days(first, last))


def alarms(first: date, last: date) -> Question[LoadPage]:
    """What alarms did to people."""
    return lambda client: client.get("/v1/alarms", LoadPage, params=_days(first, last))


def foresight() -> Question[RiskPage]:
    """How good the early warnings of the last thirty days were."""
    return lambda client: client.get("/v1/foresight", RiskPage)


def pauses(days: int) -> Question[PausePage]:
    """What pauses were used for in so many days."""
    return lambda client: client.get("/v1/pauses", PausePage, params={"days": str(days)})


def scores(month: str) -> Question[HealthPage]:
    """The health of a month: `2025-11`."""
    return lambda client: client.get(f"/v1/scores/{part(month)}", HealthPage)


def freeze_month(month: str, why: str) -> Question[HealthPage]:
    """Freeze a month, or correct it as a further revision."""
    return lambda client: client.post(f"/v1/scores/{part(month)}", HealthPage, body=encode(MonthBody(why)))


def _days(first: date, last: date) -> dict[str, str]:
    return {"since": first.isoformat(), "until": last.isoformat()}


def articles(params: Mapping[str, str]) -> Question[list[ArticleRow]]:
    """The knowledge base by `q, kind, cause`."""
    return lambda client: client.get("/v1/articles", list[ArticleRow], params=params)


def article_used(article: str, order_id: str) -> Question[ArticleRow]:
    """This article helped with this order."""
    return lambda client: client.post("/v1/articles/used", ArticleRow, body=encode(ArticleUsed(article, order_id)))


def incident_forms(quarter: str) -> Question[FormsPage]:
    """The incident forms of a quarter such as 2025Q4."""
    return lambda client: client.get("/v1/incident-forms", FormsPage, params={"quarter": quarter})


def performance(days: str) -> Question[ScorePage]:
    """What people did in so many days."""
    return lambda client: client.get("/v1/performance", ScorePage, params={"days": days})

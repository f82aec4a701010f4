"""One line to a Tryton server: a session that is renewed, and refusals that come with status 200."""

import base64
import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from ordertower_desktop.domain.calllog import Answered
from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.hub.calling.book import meant
from ordertower_desktop.hub.calling.line import client, named
from ordertower_desktop.hub.connectors.connector import SourceRefused, Unreachable, Unsure
from ordertower_desktop.hub.connectors.tryton.spelling import read
from ordertower_desktop.hub.connectors.walker.trouble import SlowDown

logging.getLogger("httpx").setLevel(logging.WARNING)

PATIENCE = 30
TOO_OFTEN = timedelta(minutes=5)
"""Who has logged in wrongly too often is let in again after so long."""
LOGIN = "common.db.login"
FORESEEN = ("UserError", "UserWarning", "LoginException")
Rows = list[dict[str, Any]]


class Objected(SourceRefused):
    """Tryton's own rules say no to this one thing; the text is Tryton's."""


class Asked(Refusal):
    """Tryton wants a person to agree first; `key` names the question, and who agrees says so under that name."""

    def __init__(self, key: str, text: str) -> None:
        super().__init__(text)
        self.key = key


class Rpc:
    """Not for two threads at once."""

    def __init__(self, base_url: str, user: str, password: str, *, who: str, transport: httpx.BaseTransport | None = None) -> None:
        self._url, self._user, self._password, self._who = f"{base_url.rstrip('/')}/rpc/", user, password, who
        certified = not base_url.startswith("http:")
        self._http = client(timeout=PATIENCE, transport=transport, verify=certified)
        self._session: dict[str, str] = {}
        self._context: Mapping[str, Any] = {}
        self._quiet_until: datetime | None = None
        self.user_id = 0
        self.clock: datetime | None = None
        """What the server's clock showed in its last answer."""

    def close(self) -> None:
        self._http.close()

    def ask(self, method: str, *params: Any, now: datetime) -> Any:
        """What a method answers, under the user's own company and language. A session that has run out is renewed once."""
        if not self._session:
            self._log_in(now)
        answer = self._posted(method, [*params, self._context], now)
        if answer.status_code == 401:
            self._log_in(now)
            answer = self._posted(method, [*params, self._context], now)
        return self._result(answer)

    def search(self, model: str, domain: list[Any], fields: list[str], *, limit: int | None = None, now: datetime) -> Rows:
        """Rows by their number, which stays under them while somebody writes."""
        found = self.ask(f"model.{model}.search_read", domain, 0, limit, [["id", "ASC"]], fields, now=now)
        if not isinstance(found, list) or not all(isinstance(one, dict) and isinstance(one.get("id"), int) for one in found):
            raise Unreachable(f"{self._who} 的回答缺了约定的内容，未读入，请核对 Tryton 的版本")
        return found

    def _log_in(self, now: datetime) -> None:
        if self._quiet_until is not None and now < self._quiet_until:
            raise SlowDown(f"{self._who} 登录太频繁，{(self._quiet_until - now).seconds + 1} 秒后再试", self._quiet_until - now)
        self._session = {}
        answer = self._posted(LOGIN, [self._user, {"password": self._password}, "zh_CN"], now)
        if answer.status_code == 401:
            raise SourceRefused("auth", f"{self._who} 的用户名或密码不对，请核对 account 和 secret")
        told = self._result(answer)
        if not isinstance(told, list) or len(told) < 2:
            raise Unreachable(f"{self._who} 没有给出会话，稍后再试")
        self.user_id = int(told[0])
        proof = base64.b64encode(f"{self._user}:{told[0]}:{told[1]}".encode()).decode()
        self._session = {"Authorization": f"Session {proof}"}
        wanted = self._result(self._posted("model.res.user.get_preferences", [True, {}], now))
        self._context = wanted if isinstance(wanted, dict) else {}

    def _posted(self, method: str, params: list[Any], now: datetime) -> httpx.Response:
        try:
            answer = self._http.post(
                self._url, json={"id": 1, "method": method, "params": params}, headers=self._session, extensions=named(method)
            )
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise Unreachable(f"{self._who} 连不上，稍后再试") from error
        except httpx.HTTPError as error:
            raise Unsure(f"{self._who} 没有回答，稍后再试") from error
        self.clock = _date(answer) or self.clock
        if answer.status_code == 429:
            self._quiet_until = now + TOO_OFTEN
            raise SlowDown(f"{self._who} 登录太频繁，稍后再试", TOO_OFTEN)
        if answer.status_code in (403, 404):
            where = "没有这个数据库，请核对 base_url 最后一段" if answer.status_code == 404 else "拒绝访问"
            raise SourceRefused(str(answer.status_code), f"{self._who} {where}（HTTP {answer.status_code}）")
        if answer.status_code not in (200, 401):
            raise Unsure(f"{self._who} 没有给出能用的回答（HTTP {answer.status_code}），稍后再试")
        return answer

    def _result(self, answer: httpx.Response) -> Any:
        if answer.status_code == 401:
            raise SourceRefused("auth", f"{self._who} 的会话不被接受，请核对账号")
        try:
            body = json.loads(answer.content, object_hook=read)
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            meant(Answered.ERROR)
            raise Unsure(f"{self._who} 没有给出能用的回答，稍后再试") from error
        if not isinstance(body, dict) or ("result" not in body and "error" not in body):
            meant(Answered.ERROR)
            raise Unsure(f"{self._who} 没有给出能用的回答，稍后再试")
        if body.get("error"):
            raise self._objection(body["error"])
        return body.get("result")

    def _objection(self, error: Any) -> Refusal:
        """`[kind, [words…]]` for what Tryton foresaw, `[words, traceback]` for what it did not."""
        kind, said = (error[0], error[1]) if isinstance(error, list) and len(error) > 1 else ("", [])
        meant(Answered.REFUSED if kind in FORESEEN else Answered.ERROR, code=kind)
        words = [str(one) for one in said if one] if isinstance(said, list) else []
        match kind:
            case "UserError":
                return Objected("objected", f"{self._who}：{self._shown(*words)}")
            case "UserWarning" if words:
                return Asked(words[0], self._shown(*words[1:]))
            case "LoginException":
                return SourceRefused("auth", f"{self._who} 还要别的登录方式（{self._shown(*words[1:2])}），请用只要密码的账号")
            case "ConcurrencyException":
                return Unreachable(f"{self._who} 正有人在改同一条记录，稍后再试")
            case _:
                return Unreachable(f"{self._who} 内部出错，稍后再试（{self._shown(str(kind))}）")

    def _shown(self, *words: str) -> str:
        text = "，".join(words)[:200]
        return text.replace(self._password, "***") if self._password else text


def _date(answer: httpx.Response) -> datetime | None:
    try:
        told = parsedate_to_datetime(answer.headers["date"])
    except (KeyError, ValueError):
        return None
    return told if told.tzinfo else told.replace(tzinfo=UTC)

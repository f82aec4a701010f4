"""Calls a system until it has answered well: proves anew once, waits a little where it is asked to, and says in one sentence why not."""

from datetime import datetime, timedelta
from typing import Protocol

from ordertower_desktop.domain.calllog import Answered
from ordertower_desktop.hub.calling.book import meant, request_id
from ordertower_desktop.hub.connectors.connector import SourceRefused, Unreachable, Unsure
from ordertower_desktop.hub.connectors.mapped.http.ask import Answer, Ask
from ordertower_desktop.hub.connectors.mapped.http.line import Line, Slow, Ticker, Unheard
from ordertower_desktop.hub.connectors.mapped.http.vault import Vault
from ordertower_desktop.hub.connectors.mapped.http.verdict import Verdict, judged, words
from ordertower_desktop.hub.connectors.mapped.spec.mapping import Errors, Means
from ordertower_desktop.hub.connectors.walker.trouble import SlowDown

PATIENCE = timedelta(seconds=8)
"""The longest that one call waits before it gives the thread back; longer waits are kept until the next pull."""
TRIES = 3
PAUSE = timedelta(seconds=1)
ANSWERED = {
    Means.OK: Answered.OK, Means.NOT_FOUND: Answered.OK, Means.SLOW_DOWN: Answered.THROTTLED, Means.RETRY: Answered.ERROR,
}  # fmt: skip
"""What an answer is in the book of calls; all others are refusals."""


class Prover(Protocol):
    """How a call proves who we are."""

    def prove(self, ask: Ask, *, now: datetime) -> Ask:
        """The call with its proof."""
        ...

    def renew(self) -> bool:
        """The proof was not accepted: forget it. False where there is no other."""
        ...


class Caller:
    """One system, asked as its mapping says."""

    def __init__(self, line: Line, prover: Prover, errors: Errors, *, vault: Vault, ticker: Ticker) -> None:
        self._line, self._prover, self._errors, self._vault, self._ticker = line, prover, errors, vault, ticker
        self._not_before: datetime | None = None

    def call(self, ask: Ask, *, now: datetime) -> Answer | None:
        """A good answer; None where the system does not have what was asked for."""
        if self._not_before is not None and now < self._not_before:
            raise Unreachable(f"来源要求 {(self._not_before - now).total_seconds():.0f} 秒后再来，到时自动再取")
        waited, renewed, tries = timedelta(), False, 0
        while True:
            answer, verdict = self._once(ask, now)
            match verdict.means:
                case Means.OK:
                    return answer
                case Means.NOT_FOUND:
                    return None
                case Means.AUTH if not renewed and self._prover.renew():
                    renewed = True
                case Means.SLOW_DOWN if waited + verdict.wait <= PATIENCE:
                    waited += verdict.wait + PAUSE / 10  # a wait of nothing must not go round for ever
                    self._ticker.pause(verdict.wait.total_seconds())
                case Means.RETRY if tries < TRIES - 1:
                    tries += 1
                    self._ticker.pause(PAUSE.total_seconds() * tries)
                case _:
                    raise self._trouble(verdict, now)

    def said(self, ask: Ask, *, now: datetime) -> tuple[Answer, Verdict]:
        """Said once, and never again by itself but where the proof was not taken: whoever was not let in has not been heard.

        Raises `SourceRefused` or `Unreachable` for what would befall any call, `Unsure` where it may have been heard.
        """
        answer, verdict = self._heard(ask, now)
        if verdict.means is Means.AUTH and self._prover.renew():
            answer, verdict = self._heard(ask, now)
        if verdict.means is Means.SLOW_DOWN:
            raise SlowDown(f"来源限流（{verdict.code}），{verdict.wait.total_seconds():.0f} 秒后再说", verdict.wait)
        if verdict.means in (Means.AUTH, Means.DENIED):
            raise self._trouble(verdict, now)
        return answer, verdict

    def hidden(self, text: str) -> str:
        """The text without any secret that we know."""
        return self._vault.hide(text)

    def words(self, answer: Answer) -> str:
        """The system's own words for what it made of a call."""
        return self._vault.hide(words(answer, self._errors))

    def _heard(self, ask: Ask, now: datetime) -> tuple[Answer, Verdict]:
        proven = self._prover.prove(ask, now=now)
        try:
            answer = self._line.send(proven)
        except Unheard:
            raise
        except Unreachable as error:
            raise Unsure(str(error)) from None
        return answer, self._judged(answer, now)

    def _once(self, ask: Ask, now: datetime) -> tuple[Answer | None, Verdict]:
        proven = self._prover.prove(ask, now=now)
        try:
            answer = self._line.send(proven)
        except Slow:
            raise
        except Unreachable as error:
            return None, Verdict(Means.RETRY, "unreachable", str(error))
        return answer, self._judged(answer, now)

    def _judged(self, answer: Answer, now: datetime) -> Verdict:
        verdict = judged(answer, self._errors, now=now)
        code = "" if verdict.code == str(answer.status) else self._vault.hide(verdict.code)
        meant(ANSWERED.get(verdict.means, Answered.REFUSED), code=code, request_id=request_id(answer.body))
        return verdict

    def _trouble(self, verdict: Verdict, now: datetime) -> SourceRefused | Unreachable:
        """Why not, with what is to be remembered for the next time."""
        if verdict.means is Means.SLOW_DOWN:
            self._not_before = now + verdict.wait
        if verdict.means in (Means.AUTH, Means.DENIED):
            self._vault.forget()
        return trouble(verdict, self._vault)


def trouble(verdict: Verdict, vault: Vault) -> SourceRefused | Unreachable:
    """Why an answer was not good, in one sentence, without secrets."""
    said = vault.hide(verdict.said)
    quoted = f"：{said}" if said else ""
    match verdict.means:
        case Means.AUTH:
            return SourceRefused("auth", f"来源不认我们的登录或密钥（{verdict.code}{quoted}），请核对后重试")
        case Means.DENIED:
            return SourceRefused(verdict.code, f"来源不给我们权限（{verdict.code}{quoted}），请在对方系统里授权或加白名单")
        case Means.SLOW_DOWN:
            return Unreachable(f"来源说调用太频繁（{verdict.code}{quoted}），{verdict.wait.total_seconds():.0f} 秒后再取")
        case Means.RETRY:
            return Unreachable(said or f"来源出错（{verdict.code}），稍后再试")
        case Means.NOT_FOUND:
            return SourceRefused(verdict.code, f"来源没有这个接口（{verdict.code}{quoted}），请核对 path")
        case _:
            return SourceRefused(verdict.code, f"来源拒绝了这次查询（{verdict.code}{quoted}），请核对参数")

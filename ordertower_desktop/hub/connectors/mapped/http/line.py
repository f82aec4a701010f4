"""The wire to one system: this origin or nowhere, so many calls in so long, an answer of bounded size, and no secret in any error."""

import contextlib
import json
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from ordertower_desktop.domain.fault import BadFile, Fault
from ordertower_desktop.hub.calling.line import client
from ordertower_desktop.hub.connectors.connector import SourceRefused, Unreachable
from ordertower_desktop.hub.connectors.mapped.http.ask import Answer, Ask
from ordertower_desktop.hub.connectors.mapped.http.vault import Vault
from ordertower_desktop.hub.connectors.mapped.spec.mapping import Http, Rate

LARGEST = 32_000_000
MOST_TURNS = 3
REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Ticker:
    """How time passes while we wait; handed in, so that a test need not wait."""

    monotonic: Callable[[], float] = time.monotonic
    pause: Callable[[float], None] = time.sleep


class Slow(Unreachable):
    """The system took longer than it may: asking again at once would only hold up everybody else."""


class Unheard(Unreachable):
    """Nothing listens there: whatever was to be said, nobody has heard it."""


class Bucket:
    """So many calls in so long a time; a call too many waits for its turn."""

    def __init__(self, rate: Rate | None, ticker: Ticker) -> None:
        self._rate, self._ticker = rate, ticker
        self._taken: list[float] = []

    def take(self) -> None:
        if self._rate is None:
            return
        span = self._rate.per.total_seconds()
        now = self._ticker.monotonic()
        self._taken = [at for at in self._taken if now - at < span]
        if len(self._taken) >= self._rate.calls:
            wait = span - (now - self._taken[-self._rate.calls])
            self._ticker.pause(wait)
            now += wait
        self._taken.append(now)


class Line:
    """Sends one request and brings the answer whole. Raises `Unreachable` where none came, `SourceRefused` where it led elsewhere."""

    def __init__(self, http: Http, vault: Vault, *, ticker: Ticker) -> None:
        self._settings, self._vault = http, vault
        self._bucket = Bucket(http.rate, ticker)
        self._base = httpx.URL(http.base_url.rstrip("/") + "/")
        self._client = client(
            timeout=http.timeout.total_seconds(),
            follow_redirects=False,
            verify=_trust(http.ca) if self._base.scheme == "https" else False,
        )

    def close(self) -> None:
        self._client.close()

    def send(self, ask: Ask) -> Answer:
        try:
            request = self._request(ask)
        except (httpx.InvalidURL, ValueError, TypeError):  # which may quote a secret
            raise SourceRefused("request", "请求拼不出来：地址、参数或请求头里有发不出去的字符；密钥里有没有换行或中文？") from None
        for _ in range(MOST_TURNS):
            self._bucket.take()
            answer = self._exchange(request)
            if answer.status not in REDIRECTS:
                return answer
            request = self._turned(request, answer)
        raise SourceRefused("redirect", "来源一直转向别的地址，请核对 base_url")

    def own(self, url: str) -> str:
        """The whole of an address that an answer gave, empty where it is not this system's: a token goes to this origin or nowhere."""
        try:
            whole = self._base.join(url)
        except (httpx.InvalidURL, ValueError):
            return ""
        return str(whole) if _origin(whole) == _origin(self._base) else ""

    def _request(self, ask: Ask) -> httpx.Request:
        url = self._base.join(ask.url.lstrip("/") if "://" not in ask.url else ask.url)
        if ask.query:
            url = url.copy_merge_params(dict(ask.query))
        headers = {name: self._vault.open(value) for name, value in self._settings.headers.items()} | dict(ask.headers)
        headers = {"Accept": "application/json", **headers}
        if ask.body is None:
            return self._client.build_request(ask.method, url, headers=headers)
        if ask.form:
            told = {key: value if isinstance(value, str) else spelled(value) for key, value in dict(ask.body).items()}
            return self._client.build_request(ask.method, url, headers=headers, data=told)
        content = spelled(ask.body).encode()
        return self._client.build_request(ask.method, url, headers={"Content-Type": "application/json", **headers}, content=content)

    def _exchange(self, request: httpx.Request) -> Answer:
        try:
            response = self._client.send(request, stream=True)
            try:
                raw = _bounded(response)
            finally:
                response.close()
        except httpx.ConnectError:
            raise Unheard("连不上来源，稍后再试") from None
        except httpx.TimeoutException:
            raise Slow(f"来源 {self._settings.timeout.total_seconds():g} 秒没有答完，稍后再试") from None
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, ValueError) as error:
            # The error itself may quote the address, and with it a key: only its kind goes on.
            raise Unreachable(f"连不上或没有收全回答（{type(error).__name__}），稍后再试") from None
        return self._answer(response, raw)

    def _answer(self, response: httpx.Response, raw: bytes) -> Answer:
        at = None
        with contextlib.suppress(ValueError, TypeError):
            at = parsedate_to_datetime(response.headers.get("date", "")).astimezone(UTC)
        headers = {name.lower(): value for name, value in response.headers.items()}
        body, broken = _read(raw, self._settings.encoding)
        return Answer(response.status_code, body, headers, broken, at)

    def _turned(self, request: httpx.Request, answer: Answer) -> httpx.Request:
        try:
            target = request.url.join(answer.headers.get("location", ""))
        except (httpx.InvalidURL, ValueError):
            target = httpx.URL("")
        if _origin(target) != _origin(self._base) or request.method != "GET":
            raise SourceRefused("redirect", f"来源要转到 {target.host or '别处'}，为了不泄露密钥没有跟去；请把 base_url 写成最终的地址")
        return self._client.build_request("GET", target, headers=request.headers)


def spelled(value: Any) -> str:
    """JSON without spaces, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _bounded(response: httpx.Response) -> bytes:
    parts, size = [], 0
    for part in response.iter_bytes():
        size += len(part)
        if size > LARGEST:
            raise Unreachable(f"回答超过 {LARGEST // 1_000_000} MB，没有读入；请把每页条数调小")
        parts.append(part)
    return b"".join(parts)


def _read(raw: bytes, encoding: str) -> tuple[Any, str]:
    """The JSON value, or why there is none."""
    try:
        text = raw.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None, f"回答不是 {encoding} 编码"
    if text.lstrip()[:1] == "<":
        return None, "回答是一个网页，不是 JSON；多半是登录页或网关"
    try:
        return json.loads(text, parse_constant=_no_number), ""
    except (ValueError, RecursionError):
        return None, "回答不是完整的 JSON"


def _no_number(word: str) -> Any:
    raise ValueError(word)


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _trust(ca: str) -> ssl.SSLContext:
    """The system's own list of authorities, or the one that the file names."""
    if ca:
        try:
            return ssl.create_default_context(cafile=ca)
        except (OSError, ssl.SSLError):
            raise BadFile((Fault("", "http.ca", f"打不开证书文件 {ca}，或里面没有证书"),)) from None
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

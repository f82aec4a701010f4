"""The desk's one way out: a client pinned to one hub, whose every failure is `Unreachable` or `Refused`."""

import os
import ssl
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, TypeVar
from urllib.parse import quote

import httpx

from ordertower_desktop.sync import trust
from ordertower_desktop.sync.access import Access
from ordertower_desktop.sync.trouble import LoggedOut, Refused, Unreachable
from ordertower_desktop.wire.codec import Malformed, decode, encode
from ordertower_desktop.wire.pages import Problem, Token
from ordertower_desktop.wire.pin import parted
from ordertower_desktop.wire.sync import SyncAnswer, SyncRequest

T = TypeVar("T")
TIMEOUT = httpx.Timeout(10.0, connect=3.0, pool=3.0)
SILENCE_S = 30.0
"""A stream that says nothing for so long is dead, whatever the socket believes; the hub speaks every 4 s."""
CHUNK = 1 << 16
LATER = frozenset({408, 425, 429, 500, 502, 503, 504})


class Client:
    """HTTP to one hub under one login. Redirects are not followed: the token goes to this origin or nowhere. Safe on any thread.

    `ca`: as `trust.context` takes it. Raises `Unreachable` for an address in plain that is not on this machine.
    """

    def __init__(self, url: str, token: str, *, ca: str = "", transport: httpx.BaseTransport | None = None) -> None:
        trust.refuse_plain(url)
        self.url = url.rstrip("/")
        self._http = httpx.Client(
            base_url=self.url,
            timeout=TIMEOUT,
            transport=transport,
            verify=trust.context(ca) if self.url.startswith("https:") else True,
            trust_env=not trust.local(url),  # a company's proxy has no way to a hub on this machine
            headers={"User-Agent": "ordertower-desk", "Accept": "application/json"},
            limits=httpx.Limits(max_connections=8, keepalive_expiry=30),
        )
        self._access = Access(token, self._buy)

    def close(self) -> None:
        self._http.close()

    def sync(self, request: SyncRequest) -> SyncAnswer:
        return self.post("/v1/sync", SyncAnswer, body=encode(request))

    def get(self, path: str, kind: type[T], *, params: Mapping[str, str] | None = None) -> T:
        return _read(self._send("GET", path, params=params), kind)

    def post(self, path: str, kind: type[T], *, body: bytes = b"", params: Mapping[str, str] | None = None) -> T:
        headers = {"Content-Type": "application/json"} if body else None
        return _read(self._send("POST", path, content=body, params=params, headers=headers), kind)

    def put(self, path: str, kind: type[T], *, body: bytes) -> T:
        return _read(self._send("PUT", path, content=body, headers={"Content-Type": "application/json"}), kind)

    def delete(self, path: str, kind: type[T]) -> T:
        return _read(self._send("DELETE", path), kind)

    def upload(self, path: str, kind: type[T], *, file: Path, params: Mapping[str, str] | None = None) -> T:
        """Stream a file as the body; its name goes in a header, percent-encoded."""
        headers = {"Content-Type": "application/octet-stream", "X-File-Name": quote(file.name)}
        try:
            headers["Content-Length"] = str(file.stat().st_size)
            return _read(self._send("POST", path, content=file, params=params, headers=headers), kind)
        except OSError as error:
            raise Refused(f"文件 {file.name} 读不了：{error.strerror or error}") from error

    def stream(self, path: str) -> httpx.Response:
        """An open event stream; the caller closes it. Raises `Unreachable` or `Refused`."""
        return self._with_bearer(lambda bearer: self._open(path, bearer))

    def download(self, path: str, into: BinaryIO, *, most: int) -> None:
        """Write a resource's bytes, at most so many. Raises `Unreachable` or `Refused`; what was written until then is no whole."""
        response = self._with_bearer(lambda bearer: self._open(path, bearer, accept="application/octet-stream"))
        written = 0
        try:
            for piece in response.iter_bytes(CHUNK):
                written += len(piece)
                if written > most:
                    raise Refused("中枢发来的文件比说好的大，已停止下载")
                into.write(piece)
        except (httpx.HTTPError, httpx.StreamError, ssl.SSLError) as error:
            raise Unreachable(_sentence(error)) from error
        finally:
            response.close()

    def _open(self, path: str, bearer: str, *, accept: str = "text/event-stream") -> httpx.Response:
        headers = {"Accept": accept, "Authorization": f"Bearer {bearer}"}
        request = self._http.build_request("GET", path, headers=headers, timeout=httpx.Timeout(SILENCE_S, connect=3.0))
        return self._checked(request, stream=True)

    def _send(self, method: str, path: str, *, content: bytes | Path | None = None, **more: Any) -> httpx.Response:
        headers = more.pop("headers", None) or {}

        def attempt(bearer: str) -> httpx.Response:
            body = _pieces(content) if isinstance(content, Path) else content
            mine = headers | ({"Authorization": f"Bearer {bearer}"} if bearer else {})  # an empty one is no valid header
            return self._checked(self._http.build_request(method, path, content=body, headers=mine, **more), stream=False)

        return self._with_bearer(attempt)

    def _with_bearer(self, attempt: Any) -> httpx.Response:
        """Once with the bearer at hand; where it is no longer good, once more with a new one."""
        bearer = self._access.bearer()
        try:
            found: httpx.Response = attempt(bearer)
        except LoggedOut:
            if not bearer:
                raise  # there is nothing to renew: what the hub said of the invitation is the answer
            found = attempt(self._access.renewed(bearer))
        return found

    def _checked(self, request: httpx.Request, *, stream: bool) -> httpx.Response:
        try:
            response = self._http.send(request, stream=stream)
            if response.status_code >= 300:
                response.read()
        except (httpx.HTTPError, httpx.StreamError, ssl.SSLError) as error:
            raise Unreachable(_sentence(error)) from error
        if response.status_code < 300:
            return response
        response.close()
        raise _no(response)

    def _buy(self, token: str) -> Token:
        body = encode({"token": token})
        request = self._http.build_request("POST", "/v1/token", content=body, headers={"Content-Type": "application/json"})
        return _read(self._checked(request, stream=False), Token)


def enrol(url: str, invitation: str, *, device: str, folder: Path, ca: str = "") -> Token:
    """A one-time invitation for a device token; raises `Unreachable` or `Refused`.

    What it says of the hub's certificate is checked first, and that certificate kept in `folder`, where later logins believe it.
    """
    code, pin = parted(invitation)
    kept, asked = folder / trust.KEPT, folder / f"asked-{trust.KEPT}"
    client = Client(url, "", ca=trust.fetched(url, pin, asked) if pin else ca)
    try:
        token = client.post("/v1/enrol", Token, body=encode({"code": code, "name": device}))
    finally:
        client.close()
    if pin:
        os.replace(asked, kept)
    else:
        kept.unlink(missing_ok=True)
    return token


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as source:
        while piece := source.read(CHUNK):
            yield piece


def _read(response: httpx.Response, kind: type[T]) -> T:
    try:
        return decode(response.content or b"null", kind)
    except Malformed as error:
        raise Unreachable("中枢的回答看不懂，可能地址不对或两边版本不同") from error


def _no(response: httpx.Response) -> Refused | Unreachable:
    """What an answer that is not 2xx means."""
    try:
        problem = decode(response.content, Problem)
    except Malformed:
        problem = Problem("about:blank", "", response.status_code)
    if response.status_code == 401:
        return LoggedOut(problem.title or "登录已失效，请重新登录", status=401, type=problem.type)
    if response.status_code in LATER:
        return Unreachable(problem.title or f"中枢暂时不能回答（{response.status_code}）", after=_after(response))
    if 300 <= response.status_code < 400:
        return Unreachable("地址被转到别处，为安全起见没有跟去；请检查中枢地址")
    return Refused(problem.title or f"中枢拒绝了请求（{response.status_code}）", status=response.status_code, type=problem.type)


def _after(response: httpx.Response) -> float:
    """Seconds that the hub asks us to wait, at most a minute."""
    told = response.headers.get("retry-after", "")
    return min(60.0, float(told)) if told.isascii() and told.isdigit() else 0.0


def _sentence(error: BaseException) -> str:
    match _untrusted(error) or error:
        case httpx.ConnectTimeout() | httpx.ConnectError():
            return "连不上中枢，请检查网线或中枢是否在运行"
        case httpx.TimeoutException():
            return "中枢没有及时回答"
        case ssl.SSLError():
            return "中枢的证书不可信：换过证书，或有人冒充中枢。请向管理员要新的邀请码，或核对设置 hub.ca"
        case _:
            return "与中枢的连接断了"


def _untrusted(error: BaseException | None) -> ssl.SSLError | None:
    """The refusal of a certificate that a failure to connect was made from."""
    while error is not None and not isinstance(error, ssl.SSLCertVerificationError):
        error = error.__cause__ or error.__context__
    return error

"""邮件: one plain letter to one person over SMTP, never in clear beyond this machine."""

import contextlib
import smtplib
import ssl
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from urllib.parse import urlsplit

from ordertower_desktop.hub.channels.channel import About, AddressRefused, ChannelRefused, Message, SlowDown, Unreachable, Unsure
from ordertower_desktop.hub.channels.limit import Limit, Whose
from ordertower_desktop.hub.channels.overheard import spoken
from ordertower_desktop.hub.channels.text import clean, cut, fit

HOME = ""
"""There is none: every floor has its own server."""
KIND = "mail"
NAME = "邮件"
MOST_BYTES = 200_000
MOST_SUBJECT = 120
PATIENCE_S = 5.0
LIMITS = (Limit(30, timedelta(minutes=1), burst=5), Limit(6, timedelta(minutes=10), burst=2, whose=Whose.PERSON))
LOCAL = ("127.0.0.1", "::1", "localhost")
_LATER = frozenset({421, 450, 451, 452, 454})


def about_of(id: str) -> About:
    return About(id, KIND, NAME, LIMITS, each=True)


class Mail:
    """A mail server: `smtps://host:465`, or `smtp://host:587`, which must offer STARTTLS unless it is this machine."""

    def __init__(self, id: str, base_url: str, *, sender: str, user: str = "", password: str = "") -> None:
        self._about = about_of(id)
        url = urlsplit(base_url)
        self._secure, self._host = url.scheme == "smtps", url.hostname or ""
        self._port = url.port or (465 if self._secure else 587)
        self._sender, self._user, self._password = sender, user, password
        self._name = f"{NAME} {id}"

    @property
    def about(self) -> About:
        return self._about

    def close(self) -> None:
        """Each letter has a connection of its own."""

    def send(self, message: Message, *, now: datetime) -> str:
        to = message.to[0]
        if "@" not in parseaddr(to.address)[1]:
            raise AddressRefused(f"{to.name} 没有登记邮箱，请在成员的联系方式里填写")
        letter = self._letter(message, to.address, now)
        with spoken("SMTP", size=len(letter.as_bytes())), self._connected() as server:
            self._ready(server)
            self._post(server, letter, to.address)
        return str(letter["Message-ID"])

    def _letter(self, message: Message, address: str, now: datetime) -> EmailMessage:
        letter = EmailMessage()
        letter["From"], letter["To"] = self._sender, parseaddr(address)[1]
        letter["Subject"] = cut(clean(message.head), MOST_SUBJECT)
        letter["Date"] = format_datetime(now)
        letter["Message-ID"] = f"<{message.key}@{parseaddr(self._sender)[1].rpartition('@')[2]}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(fit(message.opening, [clean(line) for line in message.lines], MOST_BYTES))
        return letter

    @contextlib.contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        """Until the letter itself is on its way, whatever fails has sent nothing."""
        try:
            server = (
                smtplib.SMTP_SSL(self._host, self._port, timeout=PATIENCE_S, context=ssl.create_default_context())
                if self._secure
                else smtplib.SMTP(self._host, self._port, timeout=PATIENCE_S)
            )
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(f"{self._name}：连不上 {self._host}:{self._port}") from error
        try:
            yield server
        finally:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                server.quit()
            server.close()

    def _ready(self, server: smtplib.SMTP) -> None:
        try:
            server.ehlo_or_helo_if_needed()
            if not self._secure and self._host not in LOCAL:
                server.starttls(context=ssl.create_default_context())
            if self._user:
                server.login(self._user, self._password)
        except smtplib.SMTPAuthenticationError as error:
            raise ChannelRefused(f"{self._name}：账号或密码不对（{error.smtp_code}），多数邮箱要用授权码") from error
        except smtplib.SMTPNotSupportedError as error:
            raise ChannelRefused(f"{self._name}：服务器不支持加密或登录，请改用 smtps://") from error
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(f"{self._name}：{self._host}:{self._port} 没有应答完就断开了") from error

    def _post(self, server: smtplib.SMTP, letter: EmailMessage, address: str) -> None:
        try:
            server.send_message(letter)
        except smtplib.SMTPRecipientsRefused as error:
            code, told = next(iter(error.recipients.values()))
            self._say_no(code, told, address)
        except smtplib.SMTPSenderRefused as error:
            raise ChannelRefused(f"{self._name}：服务器不让 {self._sender} 发信（{error.smtp_code}）") from error
        except smtplib.SMTPResponseException as error:
            self._say_no(error.smtp_code, error.smtp_error, "")
        except (OSError, smtplib.SMTPException) as error:
            raise Unsure(f"{self._name}：信发出去了，但没有等到服务器的答复") from error

    def _say_no(self, code: int, told: bytes | str, address: str) -> None:
        words = clean(told.decode("utf-8", "replace") if isinstance(told, bytes) else told)[:120]
        if code in _LATER:
            raise SlowDown(f"{self._name}：服务器请稍后再发（{code} {words}）")
        if address:
            raise AddressRefused(f"{self._name}：服务器不收给这个邮箱的信（{code} {words}）")
        raise ChannelRefused(f"{self._name}：服务器拒收（{code} {words}）")

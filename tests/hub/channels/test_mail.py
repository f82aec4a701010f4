"""Mail against a real SMTP server on loopback."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from ordertower_desktop.hub.channels.channel import (
    AddressRefused,
    ChannelRefused,
    Message,
    Recipient,
    SlowDown,
    Unreachable,
    Unsure,
)
from ordertower_desktop.hub.channels.mail import Mail
from tests.hub.floor import Clock

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # there is no wire on loopback
CHEN = Recipient("chen", "陈经理", "chen@example.com")
LETTER = Message("k1", "【订单控制塔】陈经理：2 单等你处理", ("订单 6632 发货超时", "订单 <7788>\r\nBcc: x@y 催单"), (CHEN,))


class Post:
    """A post office: one known mailbox, one that is full for now, and a mood for what it answers to a letter."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.says = "250 OK"

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        if address == "gone@example.com":
            return "550 5.1.1 no such user"
        if address == "grey@example.com":
            return "451 4.7.1 greylisted"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        self.taken.append(envelope.content)
        if self.says == "drop":
            assert server.transport is not None
            server.transport.abort()
        return self.says


def checked(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (b"tower@example.com", b"grant")
    return AuthResult(success=good, handled=False)


@pytest.fixture
def post() -> Iterator[tuple[Post, str]]:
    office = Post()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(office, hostname="127.0.0.1", port=port, authenticator=checked, auth_require_tls=False, auth_required=True)
    server.start()
    try:
        yield office, f"smtp://127.0.0.1:{port}"
    finally:
        server.stop()


def mail(url: str, password: str = "grant") -> Mail:
    return Mail("post", url, sender="订单控制塔 <tower@example.com>", user="tower@example.com", password=password)


def test_a_letter_arrives_with_its_chinese_and_nothing_that_was_smuggled_in(post: tuple[Post, str], clock: Clock) -> None:
    office, url = post
    reference = mail(url).send(LETTER, now=clock())
    letter = message_from_bytes(office.taken[0], policy=policy.default)
    assert letter["Subject"] == "【订单控制塔】陈经理：2 单等你处理"
    assert (letter["To"], letter["Bcc"], letter["Message-ID"]) == ("chen@example.com", None, reference)
    body = letter.get_body()
    assert body is not None
    assert body.get_content().splitlines()[1:] == ["订单 6632 发货超时", "订单 <7788>  Bcc: x@y 催单"]


def test_a_wrong_password_is_refused(post: tuple[Post, str], clock: Clock) -> None:
    with pytest.raises(ChannelRefused, match="授权码"):
        mail(post[1], "wrong").send(LETTER, now=clock())


@pytest.mark.parametrize(
    ("address", "raised"), [("gone@example.com", AddressRefused), ("grey@example.com", SlowDown), ("", AddressRefused)]
)
def test_what_becomes_of_a_mailbox_that_takes_nothing(address: str, raised: type[Exception], post: tuple[Post, str], clock: Clock) -> None:
    with pytest.raises(raised):
        mail(post[1]).send(replace(LETTER, to=(replace(CHEN, address=address),)), now=clock())


@pytest.mark.parametrize(("says", "raised"), [("554 5.7.1 spam", ChannelRefused), ("452 4.3.1 full", SlowDown), ("drop", Unsure)])
def test_what_the_answer_to_a_letter_means(says: str, raised: type[Exception], post: tuple[Post, str], clock: Clock) -> None:
    post[0].says = says
    with pytest.raises(raised):
        mail(post[1]).send(LETTER, now=clock())


def test_where_no_server_listens_nothing_was_sent(clock: Clock) -> None:
    with pytest.raises(Unreachable, match="连不上"):
        mail("smtp://127.0.0.1:1").send(LETTER, now=clock())

"""The hub's socket: what is promised of it before anything is served."""

import asyncio
import socket

import pytest

from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.hub.api.serving import bound


class Caller(asyncio.Protocol):
    """Notes how the connection that it is given sends."""

    def __init__(self, told: "asyncio.Future[int]") -> None:
        self._told = told

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        sock = transport.get_extra_info("socket")
        self._told.set_result(sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        transport.close()


async def _nodelay(sock: socket.socket) -> int:
    loop = asyncio.get_running_loop()
    told: asyncio.Future[int] = loop.create_future()
    server = await loop.create_server(lambda: Caller(told), sock=sock)
    async with server:
        _, writer = await asyncio.open_connection(*sock.getsockname())
        found = await asyncio.wait_for(told, 10)
        writer.close()
    return found


def test_an_answer_in_two_pieces_does_not_wait_for_the_first_to_be_confirmed() -> None:
    assert asyncio.run(_nodelay(bound("127.0.0.1:0"))) == 1


def test_an_address_that_is_none_is_refused_with_the_way_to_write_it() -> None:
    with pytest.raises(Refusal, match="主机:端口"):
        bound("8620")


def test_an_address_that_is_taken_is_refused_with_what_to_do() -> None:
    with bound("127.0.0.1:0") as taken:
        taken.listen()
        with pytest.raises(Refusal, match="换一个端口"):
            bound(f"127.0.0.1:{taken.getsockname()[1]}")

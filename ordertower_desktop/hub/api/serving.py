"""The socket and the server: bound first, announced when it answers, ended by signal or when it is told."""

import logging
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.hub.api.surface import Surface

GOODBYE_SECONDS = 2


class Server(uvicorn.Server):
    """A uvicorn server that says when it is ready; with a certificate and its key it speaks TLS and nothing else."""

    def __init__(self, app: Surface, ready: Callable[[], None], *, cert: Path | None = None, key: Path | None = None) -> None:
        config = uvicorn.Config(
            app,
            http="h11",
            ws="none",
            loop="asyncio",
            lifespan="off",
            log_config=None,
            log_level=logging.WARNING,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GOODBYE_SECONDS,
            timeout_keep_alive=30,
            h11_max_incomplete_event_size=64_000,
            ssl_certfile=cert,
            ssl_keyfile=key,
        )
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    def end(self) -> None:
        """Stop serving; open streams are closed."""
        self.should_exit = True


def bound(listen: str) -> socket.socket:
    """A socket on `HOST:PORT`; port 0 lets the system choose."""
    host, _, port = listen.rpartition(":")
    if not host or not port.isdigit():
        raise Refusal(f"监听地址要写成 主机:端口，收到 {listen}")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns Nagle's algorithm off only where the socket says its protocol; else every answer waits 40 ms for an ACK
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host.strip("[]"), int(port)))
    except OSError as error:
        made.close()
        raise Refusal(f"不能在 {listen} 上监听：{error.strerror}。换一个端口，或先停掉占用它的程序") from error
    return made

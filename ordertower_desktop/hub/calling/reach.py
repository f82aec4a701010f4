"""Where a call may go: a name is looked up once, its addresses are checked, and the connection goes to one that was checked.

Sources are often inside the house, so an address of the house is no fault. Never one: link-local addresses and those under which a
cloud tells a machine its own keys, whatever form they come in, and whatever a name server says a moment later (DNS rebinding).
"""

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address

import httpx

Look = Callable[[str, int], Sequence[str]]
"""(name, port) -> addresses, the first to be tried first; raises `OSError` where there are none."""
NEVER = frozenset(map(ip_address, ("100.100.100.200", "fd00:ec2::254", "192.0.0.192")))
"""Where clouds tell a machine its own secrets beside 169.254.169.254."""


class Forbidden(httpx.ConnectError):
    """The name leads to where no source may be."""


def look_up(name: str, port: int) -> list[str]:
    """As the machine's own resolver says."""
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def forbidden(address: str) -> bool:
    """Whether nobody's system can be there. An IPv4 address in the form of an IPv6 one is that IPv4 address."""
    one: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(one, IPv6Address):
        one = one.ipv4_mapped or one.sixtofour or one
    return one.is_link_local or one.is_multicast or one.is_unspecified or one in NEVER


class Checked(httpx.BaseTransport):
    """Goes to addresses that were checked. Each name has connections of its own, so that what was proved for one serves no other."""

    def __init__(self, make: Callable[[], httpx.BaseTransport], look: Look = look_up) -> None:
        self._make, self._look = make, look
        self._ways: dict[str, httpx.BaseTransport] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        name = url.host
        way = self._ways.get(name) or self._ways.setdefault(name, self._make())
        addresses = self._addresses(request, name, url.port or (443 if url.scheme == "https" else 80))
        for place, address in enumerate(addresses, 1):
            try:
                return way.handle_request(_towards(request, name, address))
            except httpx.ConnectError:
                if place == len(addresses):
                    raise
        raise httpx.ConnectError(f"{name} 没有地址", request=request)

    def close(self) -> None:
        for way in self._ways.values():
            way.close()

    def _addresses(self, request: httpx.Request, name: str, port: int) -> Sequence[str]:
        try:
            found = self._look(name, port)
        except OSError as error:
            raise httpx.ConnectError(f"{name} 查不到地址：{error}", request=request) from error
        if bad := next((one for one in found if forbidden(one)), ""):
            raise Forbidden(f"{name} 指向 {bad}，那里不会有业务系统，没有去连；请检查地址和域名解析", request=request)
        return found


def _towards(request: httpx.Request, name: str, address: str) -> httpx.Request:
    """The same request to one address; whose it is is still proved by the name."""
    if name == address:
        return request
    url = request.url.copy_with(host=address)
    extensions = {"sni_hostname": name, **request.extensions}
    return httpx.Request(request.method, url, headers=request.headers, stream=request.stream, extensions=extensions)

"""A real Tryton on SQLite, as its own packages make it, and people who sell and ship in it over its own RPC."""

import base64
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

HERE = Path(__file__).resolve().parent
BIN = Path(sys.executable).parent
PASSWORD = "canary-tryton-admin"
MODULES = ("sale", "sale_shipment_cost", "stock_package_shipping")
UP = 60


class NotTaken(Exception):
    """Tryton said no, in its own words."""


class Tryton:
    """One person's session."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._http = httpx.Client(trust_env=False, timeout=60)
        self._proof: dict[str, str] = {}
        self._context: Any = {}
        user, token = self._said("common.db.login", "admin", {"password": PASSWORD}, "en")[:2]
        self._proof = {"Authorization": "Session " + base64.b64encode(f"admin:{user}:{token}".encode()).decode()}
        self._context = self._said("model.res.user.get_preferences", True, {})
        (self.buyer,) = self("party.party.search", [["name", "=", "欧阳金丝雀"]], 0, 1, None)
        (self.address,) = self("party.address.search", [["party", "=", self.buyer]], 0, 1, None)
        (self.product,) = self("product.product.search_read", [], 0, 1, None, ["sale_uom"])
        (self.term,) = self("account.invoice.payment_term.search", [], 0, 1, None)

    def __call__(self, method: str, *params: Any) -> Any:
        return self._said(f"model.{method}", *params, self._context)

    def _said(self, method: str, *params: Any) -> Any:
        answer = self._http.post(f"{self.url}/rpc/", json={"id": 1, "method": method, "params": list(params)}, headers=self._proof)
        said = answer.json()
        if said.get("error"):
            raise NotTaken(said["error"])
        return said["result"]

    def close(self) -> None:
        self._http.close()

    def sell(self, order: str, *, until: str = "confirm", lines: int = 1) -> int:
        """A sale as far as a draft, quote or confirm."""
        line = {"product": self.product["id"], "quantity": 2, "unit": self.product["sale_uom"]}
        line["unit_price"] = {"__class__": "Decimal", "decimal": "129.90"}
        who = {"party": self.buyer, "invoice_party": self.buyer, "shipment_party": self.buyer}
        where = {"invoice_address": self.address, "shipment_address": self.address}
        rest = {"reference": order, "payment_term": self.term, "shipment_cost_method": None, "lines": [["create", [line] * lines]]}
        (made,) = self("sale.sale.create", [who | where | rest])
        for button in {"draft": (), "quote": ("quote",), "confirm": ("quote", "confirm")}[until]:
            self(f"sale.sale.{button}", [made])
        return int(made)

    def cancel(self, sale: int) -> None:
        self("sale.sale.cancel", [sale])

    def shipments(self, sale: int) -> list[int]:
        found: list[int] = self("sale.sale.read", [sale], ["shipments"])[0]["shipments"]
        return found

    def move(self, sale: int, *buttons: str) -> None:
        """Press these on the sale's shipments; the question about a missing carrier is answered with yes."""
        for key in self.shipments(sale):
            for button in buttons:
                try:
                    self(f"stock.shipment.out.{button}", [key])
                except NotTaken as no:
                    self("res.user.warning.create", [{"user": 1, "name": no.args[0][1][0], "always": False}])
                    self(f"stock.shipment.out.{button}", [key])

    def shipment(self, sale: int) -> dict[str, Any]:
        (key,) = self.shipments(sale)
        found: dict[str, Any] = self("stock.shipment.out.read", [key], ["state", "shipping_reference"])[0]
        return found


def _run(*words: str, **env: str) -> None:
    done = subprocess.run(words, env=os.environ | env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Made, seeded and started; gives the address of its database."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    conf, secret = folder / "trytond.conf", folder / "password"
    conf.write_text(f"[database]\nuri = sqlite://\npath = {folder}\n[web]\nlisten = 127.0.0.1:{port}\n", "utf-8")
    secret.write_text(PASSWORD, "utf-8")
    (folder / "shop.sqlite").touch()
    modules = ("-u", *MODULES, "--activate-dependencies", "--email", "admin@example.com")
    _run(str(BIN / "trytond-admin"), "-c", str(conf), "-d", "shop", *modules, TRYTONPASSFILE=str(secret))
    _run(sys.executable, str(HERE / "tryton" / "seed.py"), str(conf), "shop")
    words = [str(BIN / "trytond"), "-c", str(conf), "-d", "shop"]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        url = f"http://127.0.0.1:{port}"
        end = time.monotonic() + UP
        while not _answers(url):
            assert child.poll() is None, "trytond has ended"
            assert time.monotonic() < end, "trytond did not come up"
            threading.Event().wait(0.2)
        yield f"{url}/shop"
        child.terminate()


def _answers(url: str) -> bool:
    try:
        return (
            httpx.post(f"{url}/rpc/", json={"id": 1, "method": "common.server.version", "params": []}, trust_env=False).status_code == 200
        )
    except httpx.HTTPError:
        return False

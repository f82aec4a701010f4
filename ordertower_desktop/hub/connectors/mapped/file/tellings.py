"""Reads `[write_back]`: how the system is told that an order has left, and what its answers come to."""

from collections.abc import Iterator
from datetime import tzinfo

from ordertower_desktop.domain.entry import Entry
from ordertower_desktop.domain.writeback import Outcome
from ordertower_desktop.hub.connectors.mapped.file.looking import blanks, found, maybe, texts
from ordertower_desktop.hub.connectors.mapped.file.meanings import answers
from ordertower_desktop.hub.connectors.mapped.file.pulls import CALL, call
from ordertower_desktop.hub.connectors.mapped.language.expression import Expression
from ordertower_desktop.hub.connectors.mapped.language.template import GIVE
from ordertower_desktop.hub.connectors.mapped.spec.mapping import Mapping, Verb, WriteBack

METHODS = ("GET", "POST", "PUT", "PATCH")
KNOWN = frozenset({"order", "waybill", "carrier", "code", "key", "now"})


def write_back(entry: Entry, read: Mapping) -> WriteBack:
    """The telling of a file whose other parts have been `read`; what cannot be looked up before it is told is refused here."""
    entry.only(("calls", "answers", "waybills", "carriers"))
    if read.pull.read is None:
        raise entry.bad("calls", "先查后发要按单号读回这一单，请写 pull.orders.read")
    if "status" not in read.fields and not read.words.when:
        raise entry.bad("calls", "先查后发要知道这一单的状态，请写 map.status 和 [status_map]")
    made = WriteBack(tuple(_verbs(entry, read.zone)), tuple(answers(entry, read.zone)), _waybills(entry, read), _carriers(entry))
    _checked(entry, made)
    return made


def _verbs(entry: Entry, zone: tzinfo) -> Iterator[Verb]:
    for one in entry.each("calls"):
        one.only((*CALL, "headers", "when", "give"))
        given = one.inner("give") if one.has("give") else None
        names = {name: found(given, name, zone) for name in given.table} if given else {}
        made = Verb(call(one, zone, methods=METHODS), blanks(one, "headers", zone), maybe(one, "when", zone), names)
        known = KNOWN | {GIVE + name for name in names}
        if strange := sorted(made.blanks - known):
            raise one.bad("give", f"用到了 {{{strange[0]}}}，回传里可用：{'、'.join(sorted(known))}")
        yield made


def _waybills(entry: Entry, read: Mapping) -> Expression:
    """Where the order's row shows its waybills: as the file says, or where the order's own waybill is read from."""
    if entry.has("waybills"):
        return found(entry, "waybills", read.zone)
    if "waybill" not in read.fields:
        raise entry.bad("waybills", "要写对方的订单里运单号在哪里，或写 map.waybill")
    return read.fields["waybill"]


def _carriers(entry: Entry) -> dict[str, str]:
    said = texts(entry, "carriers")
    if empty := next((name for name, code in said.items() if not code.strip()), ""):
        raise entry.bad(f"carriers.{empty}", '编码要写成文字，例如 "中通" = "115"')
    return said


def _checked(entry: Entry, made: WriteBack) -> None:
    """A telling that says nothing of the parcel, or whose yes nobody would know, is none."""
    if "waybill" not in made.blanks:
        raise entry.bad("calls", "要有一个请求用到 {waybill}，否则运单号没有说出去")
    if all(rule.outcome is not Outcome.DONE for rule in made.answers):
        raise entry.bad("answers", '要写怎样的回答才算收下，例如 { path = "code", is = 0, outcome = "done" }')
    if "code" in made.blanks and not made.carriers:
        raise entry.bad("carriers", '用了 {code}，要写物流公司编码表，例如 { "中通" = "115" }')

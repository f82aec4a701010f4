"""Reads `[reveal]`: how the plain receiver of one order is asked for, one order a call."""

from datetime import tzinfo

from ordertower_desktop.domain.entry import Entry
from ordertower_desktop.hub.connectors.mapped.file.looking import maybe
from ordertower_desktop.hub.connectors.mapped.file.pulls import CALL, called
from ordertower_desktop.hub.connectors.mapped.spec.mapping import RevealOne

WHAT = ("name", "phone", "address")


def reveal(entry: Entry, zone: tzinfo) -> RevealOne:
    entry.only((*CALL, *WHAT))
    call = called(entry, zone)
    if "order" not in call.blanks:
        raise entry.bad("path", "看明文一次只看一单，要用到 {order}")
    if call.blanks - {"order", "reason", "person", "now"}:
        raise entry.bad("path", "看明文只能用 {order}、{reason}、{person} 和 {now}")
    if not any(entry.has(one) for one in WHAT):
        raise entry.bad("phone", '要写明回答里哪一项是什么，例如 phone = "data.mobile"')
    return RevealOne(call, *(maybe(entry, one, zone) for one in WHAT))

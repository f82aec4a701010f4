"""/v1/people/{person}/contacts: how somebody is reached outside the desk; told to nobody in full."""

import re

import msgspec

from ordertower_desktop.hub.api.http import Answer, Call, Refused, as_json
from ordertower_desktop.hub.api.ownway import keep_addresses
from ordertower_desktop.hub.store.tables import audit, contacts, people

_ACCOUNT = r"[A-Za-z0-9_.@-]{1,64}"
FORMS = {
    "wecom": (_ACCOUNT, "企业微信通讯录里的账号"),
    "dingtalk": (_ACCOUNT, "钉钉通讯录里的 UserID"),
    "feishu": (_ACCOUNT, "飞书的 open_id"),
    "sms": (r"(\+?86)?1[3-9]\d{9}", "11 位手机号"),
    "mail": (r"[^@\s<>,;]{1,64}@[^@\s<>,;]{1,60}", "一个邮箱地址"),
}
"""Channel -> what an address of it looks like. None of them can close a mention or begin another header."""


class Contacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An address a channel; empty where somebody is not reached by it."""

    wecom: str = ""
    dingtalk: str = ""
    feishu: str = ""
    sms: str = ""
    mail: str = ""


def read(call: Call) -> Answer:
    """Masked: who may look need not know the number."""
    key = call.params["person"]
    with call.tower.db.read() as conn:
        known = contacts.of(conn, [key]).get(key, {})
    return as_json(Contacts(**{channel: masked(address) for channel, address in known.items()}))


def write(call: Call) -> Answer:
    """The whole of it, every time."""
    key, addresses = call.params["person"], msgspec.structs.asdict(call.read(Contacts))
    for channel, address in addresses.items():
        form, meant = FORMS[channel]
        if address and not re.fullmatch(form, address):
            raise Refused(422, f"{channel} 写得不对，要写{meant}", kind="refused")
    with call.tower.db.write() as conn:
        if people.one(conn, key) is None:
            raise Refused(404, "没有这个成员", kind="not_found")
        keep_addresses(conn, call, key, addresses)
        contacts.put(conn, key, addresses)
        named = "、".join(channel for channel, address in addresses.items() if address) or "无"
        audit.append(conn, audit.Record(call.now, call.actor.id, "contacts", key, named))
    return as_json(Contacts(**{channel: masked(address) for channel, address in addresses.items()}))


def masked(address: str) -> str:
    """Enough to know it again, not enough to use it."""
    name, at, host = address.partition("@")
    if at:
        return f"{name[:1]}***@{host}"
    return f"{address[:3]}****{address[-4:]}" if len(address) > 8 else f"{address[:1]}***" if address else ""

"""The table of schemes: platforms, carriers and ERPs, one row each."""

from ordertower_desktop.hub.signing.part import (
    Digest,
    Hash,
    Pairs,
    Part,
    Quoted,
    Quoting,
    Row,
    Secret,
    Spelling,
    Text,
    Unmasked,
    Value,
)
from ordertower_desktop.hub.signing.scheme import Scheme
from ordertower_desktop.hub.signing.stamp import Stamp
from ordertower_desktop.hub.signing.wrapped import wrapped


def _row(*parts: str | Part, by: str = "") -> Row:
    """A name stands for its value."""
    return Row(tuple(Value(part) if isinstance(part, str) else part for part in parts), by)


_KINGDEE_MASK = "0054f397c6234378b09ca7d3e5debce7"
_SECRET = Secret()

PLATFORMS = (
    Scheme("top-md5", wrapped(), stamp=Stamp.BEIJING),
    Scheme("top-hmac", wrapped(keyed=True, wrap="none"), stamp=Stamp.BEIJING),
    Scheme("top-hmac-sha256", wrapped(keyed=True, wrap="none", hash=Hash.SHA256), stamp=Stamp.BEIJING),
    Scheme("top-tmc", wrapped(pairs=Pairs(only=("app_key", "group_name", "timestamp"))), stamp=Stamp.MILLIS),
    Scheme("jd", wrapped(), stamp=Stamp.BEIJING_MILLIS),
    Scheme("pdd", wrapped(), stamp=Stamp.SECONDS),
    Scheme(
        "pdd-pmc",
        Digest(_row("client_id", "@ms", _SECRET), Hash.MD5, Spelling.BASE64_OF_HEX),
        carrier="digest",
        stamp=Stamp.MILLIS,
    ),
    Scheme(
        "douyin",
        wrapped(
            hash=Hash.SHA256,
            spelling=Spelling.HEX,
            keyed=True,
            pairs=Pairs(only=("app_key", "method", "param_json", "timestamp", "v")),
        ),
        stamp=Stamp.SECONDS,
    ),
    Scheme("douyin-push", Digest(_row("app_key", "@body", _SECRET), Hash.MD5, Spelling.HEX), carrier="event-sign"),
    Scheme(
        "kuaishou",
        Digest(_row(Pairs("=", "&", empty=True), Text("&signSecret="), _SECRET), Hash.MD5, Spelling.HEX),
        stamp=Stamp.MILLIS,
    ),
)

CARRIERS = (
    Scheme("kuaidi100", Digest(_row("param", _SECRET, "customer"), Hash.MD5, Spelling.HEX_UPPER)),
    Scheme("kuaidi100-callback", Digest(_row("param", _SECRET), Hash.MD5, Spelling.HEX_UPPER), any_case=True),
    Scheme("kuaidi100-intercept", Digest(_row("param", "t", "key", _SECRET), Hash.MD5, Spelling.HEX_UPPER), stamp=Stamp.MILLIS),
    Scheme(
        "sf",
        Digest(Quoted(_row("msgData", "timestamp", _SECRET), Quoting.FORM), Hash.MD5, Spelling.BASE64),
        carrier="msgDigest",
        stamp=Stamp.MILLIS,
    ),
    Scheme("cainiao", Digest(_row("logistics_interface", _SECRET), Hash.MD5, Spelling.BASE64), carrier="data_digest"),
)

ERPS = (
    Scheme("jushuitan", wrapped(spelling=Spelling.HEX, wrap="prefix"), stamp=Stamp.SECONDS),
    Scheme("wangdian", wrapped(spelling=Spelling.HEX), stamp=Stamp.WANGDIAN),
    Scheme("kuaimai", wrapped(), stamp=Stamp.BEIJING),
    Scheme("qimen", wrapped(body=True), stamp=Stamp.BEIJING),
    Scheme(
        "kingdee-api",
        Digest(
            _row(
                Text("POST\n"),
                Quoted(Value("@path"), Quoting.RFC3986),
                Text("\n\nx-api-nonce:"),
                "x-api-nonce",
                Text("\nx-api-timestamp:"),
                "x-api-timestamp",
                Text("\n"),
            ),
            Hash.SHA256,
            Spelling.BASE64_OF_HEX,
            key=Unmasked(_SECRET, _KINGDEE_MASK),
        ),
        carrier="X-Api-Signature",
        stamp=Stamp.SECONDS,
    ),
    Scheme(
        "kingdee-app",
        Digest(_row("app_id", "app_data"), Hash.SHA256, Spelling.BASE64_OF_HEX, key=_SECRET),
        carrier="X-Kd-Signature",
    ),
)

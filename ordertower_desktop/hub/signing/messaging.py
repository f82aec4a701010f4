"""The rows of the table for those who carry messages: robots, callbacks of WeCom, SMS gateways."""

from ordertower_desktop.hub.signing.part import (
    Digest,
    Hash,
    Pairs,
    Part,
    Quoted,
    Quoting,
    Row,
    Secret,
    SortedValues,
    Spelling,
    Text,
    Value,
)
from ordertower_desktop.hub.signing.scheme import Scheme
from ordertower_desktop.hub.signing.stamp import Stamp

_SECRET = Secret()
_QUERY = Pairs("=", "&", without=("Signature",), quoted=Quoting.RFC3986, empty=True)
_BODY = Digest(Value("@body"), Hash.SHA256, Spelling.HEX)


def _headers(**values: Part) -> Row:
    """Canonical headers, a blank line, and their names."""
    lines = tuple(Row((Text(f"{name.replace('_', '-')}:"), value, Text("\n"))) for name, value in sorted(values.items()))
    names = ";".join(name.replace("_", "-") for name in sorted(values))
    return Row((*lines, Text(f"\n{names}")))


def _chained(*parts: Part) -> Part:
    """A key from which each part in turn makes the next one."""
    key = parts[0]
    for part in parts[1:]:
        key = Digest(part, Hash.SHA256, Spelling.RAW, key=key)
    return key


_ALIYUN = Row(
    (
        Value("@method"),
        Value("@path"),
        _QUERY,
        _headers(
            host=Value("@host"),
            x_acs_action=Value("@action"),
            x_acs_content_sha256=_BODY,
            x_acs_date=Value("@date"),
            x_acs_signature_nonce=Value("@nonce"),
            x_acs_version=Value("@version"),
        ),
        _BODY,
    ),
    by="\n",
)

_TENCENT = Row(
    (Text("POST"), Text("/"), Text(""), _headers(content_type=Value("@content_type"), host=Value("@host")), _BODY),
    by="\n",
)

MESSAGING = (
    Scheme(
        "dingtalk",
        Digest(Row((Value("timestamp"), _SECRET), by="\n"), Hash.SHA256, Spelling.BASE64, key=_SECRET),
        stamp=Stamp.MILLIS,
    ),
    Scheme(
        "feishu",
        Digest(Text(""), Hash.SHA256, Spelling.BASE64, key=Row((Value("timestamp"), _SECRET), by="\n")),
        stamp=Stamp.SECONDS,
    ),
    Scheme(
        "wecom-callback",
        Digest(SortedValues(("timestamp", "nonce", "encrypt")), Hash.SHA1, Spelling.HEX),
        carrier="msg_signature",
        stamp=Stamp.SECONDS,
    ),
    Scheme(
        "aliyun-v1",
        Digest(
            Row((Value("@method"), Text("%2F"), Quoted(_QUERY, Quoting.RFC3986)), by="&"),
            Hash.SHA1,
            Spelling.BASE64,
            key=Row((_SECRET, Text("&"))),
        ),
        carrier="Signature",
        stamp=Stamp.UTC_TEXT,
    ),
    Scheme(
        "aliyun-v3",
        Digest(
            Row((Text("ACS3-HMAC-SHA256"), Digest(_ALIYUN, Hash.SHA256, Spelling.HEX)), by="\n"), Hash.SHA256, Spelling.HEX, key=_SECRET
        ),
        carrier="Authorization",
        stamp=Stamp.UTC_TEXT,
    ),
    Scheme(
        "tencent-tc3",
        Digest(
            Row(
                (
                    Text("TC3-HMAC-SHA256"),
                    Value("@timestamp"),
                    Row((Value("@date"), Value("@service"), Text("tc3_request")), by="/"),
                    Digest(_TENCENT, Hash.SHA256, Spelling.HEX),
                ),
                by="\n",
            ),
            Hash.SHA256,
            Spelling.HEX,
            key=_chained(Row((Text("TC3"), _SECRET)), Value("@date"), Value("@service"), Text("tc3_request")),
        ),
        carrier="Authorization",
        stamp=Stamp.SECONDS,
    ),
)

"""The signer against known vectors, and what must hold for every row of its table."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.hub.signing.messaging import MESSAGING
from ordertower_desktop.hub.signing.scheme import sign, verify
from ordertower_desktop.hub.signing.schemes import CARRIERS, ERPS, PLATFORMS
from ordertower_desktop.hub.signing.table import SCHEMES

VECTORS: Mapping[str, dict[str, Any]] = {
    one["id"]: one for one in json.loads((Path(__file__).parent / "sign_vectors.json").read_text("utf-8"))
}

Case = tuple[str, str, dict[str, str], str]
"""Scheme, secret, what is said, the signature that is right."""


def plain(scheme: str, secret: str = "secret", sign: str = "sign") -> Callable[[dict[str, Any]], list[Case]]:
    return lambda v: [(scheme, v[secret], v["params"], v[sign])]


def increment(v: dict[str, Any]) -> list[Case]:
    said = v["params"]
    hashed = [(f"top-{way}", v["secret"], {**said, "sign_method": way}, v[f"sign_if_sign_method_{way}"]) for way in ("hmac", "hmac-sha256")]
    return [("top-md5", v["secret"], said, v["sign"]), *hashed]


def douyin(v: dict[str, Any]) -> list[Case]:
    said = {"app_key": v["app_key"], "method": v["method"], "param_json": v["param_json"], "v": "2", "access_token": "not signed"}
    stamps = (key for key in v if key.startswith("sign_ts_"))
    return [("douyin", v["secret"], {**said, "timestamp": key.removeprefix("sign_ts_")}, v[key]) for key in stamps]


def kingdee(v: dict[str, Any]) -> list[Case]:
    data = f"{v['dcid']},{v['user']},{v['lcid']},{v['org']}"
    api = {"@path": v["path"], "x-api-nonce": str(v["ts"]), "x-api-timestamp": str(v["ts"])}
    return [
        ("kingdee-api", v["app_id"].split("_")[1], api, v["X-Api-Signature"]),
        ("kingdee-app", v["app_secret"], {"app_id": v["app_id"], "app_data": data}, v["X-Kd-Signature"]),
    ]


def aliyun_v3(v: dict[str, Any]) -> list[Case]:
    said = {f"@{name}": v[name] for name in ("method", "path", "host", "action", "version", "date", "nonce", "body")}
    return [("aliyun-v3", v["sk"], {**v["query"], **said}, v["signature"])]


def tencent(v: dict[str, Any]) -> list[Case]:
    said = {
        "@content_type": v["content_type"],
        "@host": v["host"],
        "@body": v["payload"],
        "@timestamp": str(v["ts"]),
        "@date": v["date"],
        "@service": "sms",
    }
    return [("tencent-tc3", v["secretKey"], said, v["signature"])]


def of_names(scheme: str, secret: str, sign: str, **said: str) -> Callable[[dict[str, Any]], list[Case]]:
    """`said`: the scheme's name for a value <- the vector's."""
    return lambda v: [(scheme, v[secret], {name.replace("at_", "@"): str(v[key]) for name, key in said.items()}, v[sign])]


READ: dict[str, Callable[[dict[str, Any]], list[Case]]] = {
    "top-md5-official-sample": plain("top-md5"),
    "top-md5-increment": increment,
    "tmc-connect": of_names("top-tmc", "secret", "sign", app_key="app_key", group_name="group_name", timestamp="timestamp"),
    "jd-enSearch": plain("jd"),
    "pdd-increment": plain("pdd"),
    "pdd-pmc-ws": of_names("pdd-pmc", "client_secret", "digest", client_id="client_id", at_ms="ms"),
    "douyin-searchList": douyin,
    "douyin-push": of_names("douyin-push", "secret", "event_sign", app_key="app_key", at_body="body"),
    "kuaishou-cursor-list": plain("kuaishou", secret="signSecret"),
    "kuaidi100-query": of_names("kuaidi100", "key", "sign", param="param", customer="customer"),
    "kuaidi100-callback": of_names("kuaidi100-callback", "salt", "sign", param="param"),
    "sf-routes": of_names("sf", "checkword", "msgDigest", msgData="msgData", timestamp="timestamp"),
    "cainiao-link": of_names("cainiao", "secret", "data_digest", logistics_interface="content"),
    "jst-repo-test": plain("jushuitan"),
    "wdt-trade": plain("wangdian"),
    "qimen-confirm": lambda v: [("qimen", v["secret"], {**v["params"], "@body": v["body"]}, v["sign"])],
    "kingdee-header": kingdee,
    "dingtalk-robot": of_names("dingtalk", "secret", "sign_urlencoded", timestamp="ms"),
    "feishu-bot": of_names("feishu", "secret", "sign", timestamp="s"),
    "wecom-callback-official": of_names(
        "wecom-callback", "token", "msg_signature", timestamp="timestamp", nonce="nonce", encrypt="echostr"
    ),
    "aliyun-sms-v1-official": lambda v: [("aliyun-v1", v["sk"], {**v["params"], "@method": v["http"]}, v["signature"])],
    "aliyun-v3-sendsms": aliyun_v3,
    "tencent-tc3-sendsms": tencent,
}


def test_every_vector_is_read_and_every_row_of_the_table_has_one() -> None:
    without = {"kuaidi100-intercept", "kuaimai"}  # the rules of the rows beside them, on other values

    assert set(READ) == set(VECTORS)
    assert {case[0] for key, vector in VECTORS.items() for case in READ[key](vector)} == set(SCHEMES) - without
    assert len(SCHEMES) == len((*PLATFORMS, *CARRIERS, *ERPS, *MESSAGING)), "no two rows share a name"


@pytest.mark.parametrize("key", sorted(VECTORS))
def test_the_signature_of_a_known_request_is_the_known_one(key: str) -> None:
    for name, secret, said, wanted in READ[key](VECTORS[key]):
        made = sign(SCHEMES[name], secret, said)
        assert (quote_plus(made) if key == "dingtalk-robot" else made) == wanted
        assert verify(SCHEMES[name], secret, said, given=made)


@pytest.mark.parametrize("key", sorted(VECTORS))
def test_one_changed_letter_anywhere_is_noticed(key: str) -> None:
    for name, secret, said, _ in READ[key](VECTORS[key]):
        scheme = SCHEMES[name]
        made = sign(scheme, secret, said)
        assert not verify(scheme, secret, said, given=made[:-1])
        assert not verify(scheme, secret[::-1], said, given=made)
        signed = set(said) - {"access_token"} if name == "douyin" else set(said)
        for one in signed:
            assert not verify(scheme, secret, {**said, one: said[one] + "1"}, given=made), f"{name} does not sign {one}"


def test_a_message_that_lacks_what_is_signed_is_false_and_no_error() -> None:
    assert not verify(SCHEMES["douyin-push"], "secret", {"app_key": "1"}, given="0" * 32)
    assert not verify(SCHEMES["kuaidi100-callback"], "salt", {}, given="")


def test_only_a_callback_whose_sender_is_loose_about_letters_is_read_loosely() -> None:
    said = {"param": "{}"}
    callback, query = SCHEMES["kuaidi100-callback"], SCHEMES["sf"]
    assert verify(callback, "salt", said, given=sign(callback, "salt", said).lower())
    said = {"msgData": "{}", "timestamp": "1"}
    assert not verify(query, "salt", said, given=sign(query, "salt", said).lower())


NAMES = st.text("abcdefghijklmnopqrstuvwxyz_0123456789", min_size=1, max_size=12).filter(lambda name: name not in ("sign", "nothing"))
VALUES = st.text(st.characters(exclude_categories=("Cs",)), max_size=30) | st.sampled_from(["催单👍🏻 尽快", "a+b & c=d%20~*", "  ", "Ａ"])


@given(said=st.dictionaries(NAMES, VALUES, max_size=8), seed=st.randoms())
@pytest.mark.parametrize("name", ["top-md5", "top-hmac", "top-hmac-sha256", "jd", "pdd", "jushuitan", "wangdian", "kuaimai"])
def test_the_order_of_parameters_and_empty_ones_change_nothing(name: str, said: dict[str, str], seed: Any) -> None:
    shuffled = [*said.items(), ("sign", "old"), ("nothing", "")]
    seed.shuffle(shuffled)
    assert sign(SCHEMES[name], "s", dict(shuffled)) == sign(SCHEMES[name], "s", said)

"""The signer agrees with the platforms' own SDKs on whatever is said, Chinese and emoji included."""

import hashlib
from typing import Any
from urllib.parse import quote_plus

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ordertower_desktop.hub.signing.messaging import _TENCENT
from ordertower_desktop.hub.signing.render import render
from ordertower_desktop.hub.signing.scheme import sign
from ordertower_desktop.hub.signing.table import SCHEMES
from tests.hub.signing import sdks

ANY = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
CHARS = st.characters(exclude_categories=("Cs", "Cc"))
TEXT = st.text(CHARS, min_size=1, max_size=24) | st.sampled_from(["订单催发👍🏻", "a+b & c=d%20~*'()!", "　全角　", "é̂"])
SECRETS = st.text("abcdefghijklmnopqrstuvwxyzABCDEF0123456789-", min_size=8, max_size=40)
NAMES = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=16).filter(lambda name: name not in ("sign", "hash"))
SAID = st.dictionaries(NAMES, TEXT, min_size=1, max_size=10)
STAMPS = st.integers(1_000_000_000_000, 2_000_000_000_000).map(str)


@ANY
@given(secret=SECRETS, said=SAID)
def test_taobao_signs_alike(secret: str, said: dict[str, str], top_sdk: Any) -> None:
    assert sign(SCHEMES["top-md5"], secret, said) == top_sdk(secret, said)


@pytest.fixture(scope="module")
def top_sdk() -> Any:
    with sdks.top() as ask:
        yield ask


@ANY
@given(secret=SECRETS, said=st.dictionaries(NAMES, st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1), max_size=9))
def test_jd_signs_alike_what_its_sdk_can_sign(secret: str, said: dict[str, str]) -> None:
    assert sign(SCHEMES["jd"], secret, said) == sdks.jd(secret, said)


def test_jd_signs_chinese_too_where_its_sdk_breaks() -> None:
    said = {"360buy_param_json": '{"remark":"尽快👍"}'}
    with pytest.raises(UnicodeEncodeError):
        sdks.jd("secret", said)
    text = f"secret360buy_param_json{said['360buy_param_json']}secret"
    assert sign(SCHEMES["jd"], "secret", said) == hashlib.md5(text.encode()).hexdigest().upper()


@ANY
@given(secret=SECRETS, said=SAID)
def test_kuaishou_signs_alike(secret: str, said: dict[str, str]) -> None:
    assert sign(SCHEMES["kuaishou"], secret, said) == sdks.kuaishou(secret, said)


@ANY
@given(secret=SECRETS, key=TEXT, json=TEXT, stamp=STAMPS)
def test_douyin_signs_alike(secret: str, key: str, json: str, stamp: str) -> None:
    said = {"app_key": key, "method": "order.searchList", "param_json": json, "timestamp": stamp, "v": "2", "sign_method": "hmac-sha256"}
    assert sign(SCHEMES["douyin"], secret, said) == sdks.douyin(secret, said)


@ANY
@given(secret=SECRETS, stamp=STAMPS, nonce=TEXT, encrypt=TEXT)
def test_wecom_callbacks_are_checked_alike(secret: str, stamp: str, nonce: str, encrypt: str) -> None:
    said = {"timestamp": stamp, "nonce": nonce, "encrypt": encrypt}
    assert sign(SCHEMES["wecom-callback"], secret, said) == sdks.wecom(secret, said)


@ANY
@given(secret=SECRETS, stamp=STAMPS)
def test_dingtalk_signs_alike(secret: str, stamp: str) -> None:
    assert quote_plus(sign(SCHEMES["dingtalk"], secret, {"timestamp": stamp})) == sdks.dingtalk(secret, {"timestamp": stamp})


@ANY
@given(secret=SECRETS, app=TEXT, data=TEXT)
def test_kingdee_signs_alike(secret: str, app: str, data: str) -> None:
    said = {"app_id": app, "app_data": data}
    assert sign(SCHEMES["kingdee-app"], secret, said) == sdks.kingdee(secret, said)


@ANY
@given(secret=SECRETS, body=TEXT, at=st.integers(10**9, 2 * 10**9).map(str))
def test_tencent_signs_alike(secret: str, body: str, at: str) -> None:
    said = {
        "@content_type": "application/json",
        "@host": "sms.test",
        "@body": body,
        "@timestamp": at,
        "@date": "2026-01-05",
        "@service": "sms",
    }
    canonical = hashlib.sha256(render(_TENCENT, secret, said)).hexdigest()
    to_sign = f"TC3-HMAC-SHA256\n{at}\n2026-01-05/sms/tc3_request\n{canonical}"
    assert sign(SCHEMES["tencent-tc3"], secret, said) == sdks.tencent(secret, {**said, "to_sign": to_sign})


@ANY
@given(secret=SECRETS, query=SAID, body=TEXT, nonce=STAMPS)
def test_aliyun_signs_alike(secret: str, query: dict[str, str], body: str, nonce: str) -> None:
    own = {
        "@method": "POST",
        "@path": "/",
        "@host": "sms.test",
        "@action": "SendSms",
        "@version": "2017-05-25",
        "@date": "2026-01-05T02:00:00Z",
    }
    said = {**query, **own, "@nonce": nonce, "@body": body}
    hashed = hashlib.sha256(body.encode()).hexdigest()
    assert sign(SCHEMES["aliyun-v3"], secret, said) == sdks.aliyun(secret, {**said, "hash": hashed})

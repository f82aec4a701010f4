"""Every way to prove who we are, against a server that checks; and what happens when the proof wears out in the middle."""

import base64
import hashlib
from pathlib import Path

import pytest

from ordertower_desktop.hub.connectors.connector import SourceRefused, Unreachable
from ordertower_desktop.hub.connectors.mapped.auth.signature import signed
from ordertower_desktop.hub.connectors.mapped.spec.auth import Output, SignatureAuth, Wrap
from tests.hub.connectors.mapped_kit import PAGES, SECRETS, Asked, Reply, System, crowd, rig
from tests.hub.floor import NOON

KEY, PASSWORD = SECRETS["env:ERP_KEY"], SECRETS["keyring:erp-main"]
LOGIN = """[auth]
strategy = "login"
login = { path = "/login", body = { user = "env:ERP_USER", password = "keyring:erp-main" }, token = "data.token" }
"""


def bearer(asked: Asked, system: System) -> bool:
    return asked.headers.get("authorization", "").removeprefix("Bearer ") in system.tokens


@pytest.mark.parametrize(
    ("auth", "name", "value"),
    [
        ('strategy = "key"\nkey = { name = "X-Api-Key", value = "env:ERP_KEY" }', "x-api-key", KEY),
        ('strategy = "key"\nkey = { name = "X-Api-Key", value = "env:ERP_KEY", prefix = "k " }', "x-api-key", f"k {KEY}"),
        ('strategy = "bearer"\nbearer = { token = "env:ERP_KEY" }', "authorization", f"Bearer {KEY}"),
        (
            'strategy = "basic"\nbasic = { user = "env:ERP_USER", password = "keyring:erp-main" }',
            "authorization",
            "Basic " + base64.b64encode(f"tower:{PASSWORD}".encode()).decode(),
        ),
    ],
)
def test_a_standing_proof_is_in_its_header(tmp_path: Path, auth: str, name: str, value: str) -> None:
    system = System(crowd(3))
    system.guard = lambda asked: asked.headers.get(name) == value
    with rig(tmp_path, system=system, auth=f"[auth]\n{auth}") as at:
        assert len(at.orders()) == 3


def test_a_header_of_every_call_may_be_a_secret(tmp_path: Path) -> None:
    system = System(crowd(3))
    system.guard = lambda asked: (asked.headers.get("x-tenant"), asked.headers.get("x-app-token")) == ("7", KEY)
    with rig(tmp_path, system=system, http='headers = { X-Tenant = "7", X-App-Token = "env:ERP_KEY" }') as at:
        assert len(at.orders()) == 3


@pytest.mark.parametrize(
    "auth",
    [
        LOGIN,
        LOGIN.replace('token = "data.token"', 'token_header = "X-Token"'),
        LOGIN.replace('token = "data.token"', 'body_as = "form", token = "data.token"'),
        '[auth]\nstrategy = "client_credentials"\n'
        'client_credentials = { path = "/token", client_id = "tower", client_secret = "keyring:erp-main", scope = "orders" }',
        '[auth]\nstrategy = "refresh"\nrefresh = { path = "/token", refresh_token = "keyring:erp-main", rotated = "access_token" }',
    ],
    ids=["login", "token in a header", "form", "client credentials", "refresh"],
)
def test_a_token_is_fetched_once_and_shown_from_then_on(tmp_path: Path, auth: str) -> None:
    system = System(crowd(9))
    system.guard = lambda asked: bearer(asked, system)
    with rig(tmp_path, system=system, auth=auth, pull=PAGES + "size = 2\n") as at:
        assert len(at.orders()) == 9
        assert len(at.orders()) == 9
        assert system.logins == 1


def test_a_token_that_wears_out_in_the_middle_of_a_walk_is_renewed_once_and_no_page_is_lost(tmp_path: Path) -> None:
    system = System(crowd(9))
    system.guard = lambda asked: bearer(asked, system)

    def expire(at: System) -> None:
        if len(at.pages) == 2:
            at.tokens.clear()

    system.after = expire
    with rig(tmp_path, system=system, auth=LOGIN, pull=PAGES + "size = 2\n") as at:
        assert len(at.orders()) == 9
        assert system.logins == 2


def test_a_system_that_takes_no_token_is_asked_to_log_in_twice_and_no_more(tmp_path: Path) -> None:
    system = System(crowd(9))
    system.guard = lambda _asked: False
    with rig(tmp_path, system=system, auth=LOGIN) as at:
        with pytest.raises(SourceRefused, match=r"不认我们的登录或密钥（401：令牌过期）") as told:
            at.connector.pull(b"", now=NOON)
        assert (told.value.code, system.logins) == ("auth", 2)


def test_a_refused_login_is_about_who_we_are_and_hides_the_password_it_echoes(tmp_path: Path) -> None:
    with rig(tmp_path, crowd(3), auth=LOGIN) as at:
        at.kept["keyring:erp-main"] = "wrong-canary"
        with pytest.raises(SourceRefused, match=r"1002：口令不对：\*\*\*\*") as told:
            at.connector.pull(b"", now=NOON)
        assert told.value.code == "auth"


def test_a_login_without_a_token_says_so(tmp_path: Path) -> None:
    with rig(tmp_path, crowd(3), auth=LOGIN.replace("data.token", "data.tokn")) as at, pytest.raises(SourceRefused, match="没有令牌"):
        at.connector.pull(b"", now=NOON)


def test_a_refresh_token_that_changes_goes_back_to_where_it_lay(tmp_path: Path) -> None:
    """After a restart the old one would not be taken any more."""
    system = System(crowd(3))
    worn = set[str]()
    system.guard = lambda asked: bearer(asked, system) and asked.headers["authorization"].removeprefix("Bearer ") not in worn
    auth = '[auth]\nstrategy = "refresh"\nrefresh = { path = "/token", refresh_token = "keyring:erp-main", rotated = "data.token" }'
    with rig(tmp_path, system=system, auth=auth) as at:
        at.orders()
        assert at.kept["keyring:erp-main"] == "canary-token-1"
        worn.add("canary-token-1")
        at.orders()
        assert [one.body["refresh_token"] for one in system.asked if one.path == "/token"] == [PASSWORD, "canary-token-1"]


def test_a_secret_that_is_nowhere_is_a_refusal_that_names_its_reference(tmp_path: Path) -> None:
    with rig(tmp_path, crowd(3), auth=LOGIN) as at:
        at.kept.clear()
        with pytest.raises(SourceRefused, match="找不到密钥 env:ERP_USER") as told:
            at.connector.pull(b"", now=NOON)
        assert told.value.code == "secret"


def test_a_new_secret_in_the_old_place_is_taken_up_without_a_restart(tmp_path: Path) -> None:
    system = System(crowd(3))
    system.guard = lambda asked: asked.headers.get("x-api-key") == "the-new-one"
    with rig(tmp_path, system=system, auth='[auth]\nstrategy = "key"\nkey = { name = "X-Api-Key", value = "keyring:erp-main" }') as at:
        with pytest.raises(SourceRefused, match="不认我们的登录或密钥"):
            at.connector.pull(b"", now=NOON)
        at.kept["keyring:erp-main"] = "the-new-one"
        assert len(at.orders()) == 3


@pytest.mark.parametrize("secret", ["canary\nbroken", "canary密钥"])
def test_a_secret_that_cannot_be_sent_is_a_refusal_that_does_not_quote_it(tmp_path: Path, secret: str) -> None:
    with rig(tmp_path, crowd(3), auth='[auth]\nstrategy = "key"\nkey = { name = "X-Api-Key", value = "keyring:erp-main" }') as at:
        at.kept["keyring:erp-main"] = secret
        with pytest.raises((SourceRefused, Unreachable)) as told:
            at.connector.pull(b"", now=NOON)
        assert "canary" not in str(told.value)
        assert told.value.__context__ is None or told.value.__suppress_context__


def test_a_signed_call_is_what_the_server_reckons_itself(tmp_path: Path) -> None:
    """Sorted key-value pairs in the secret, MD5, upper case; the server signs what it has received and compares."""
    system = System(crowd(3))

    def proven(asked: Asked) -> bool:
        sign, rest = asked.query["sign"], {key: value for key, value in asked.query.items() if key != "sign"}
        text = KEY + "".join(f"{key}{rest[key]}" for key in sorted(rest)) + KEY
        return (
            rest["app_key"] == "12"
            and rest["timestamp"] == "2025-11-12 12:00:00"
            and sign == hashlib.md5(text.encode()).hexdigest().upper()
        )

    system.guard = proven
    auth = '[auth]\nstrategy = "signature"\n[auth.signature]\nsecret = "env:ERP_KEY"\nparams = { app_key = "12", timestamp = "{now|text}" }'
    with rig(tmp_path, system=system, auth=auth) as at:
        assert len(at.orders()) == 3


@pytest.mark.parametrize(
    ("auth", "params", "secret", "sign"),
    [
        (
            SignatureAuth(""),
            {
                "method": "taobao.item.seller.get", "app_key": "12345678", "session": "test", "timestamp": "2016-01-01 12:00:00",
                "format": "json", "v": "2.0", "sign_method": "md5", "fields": "num_iid,title,nick,price,num", "num_iid": "11223344",
            },
            "helloworld",
            "66987CB115214E59E6EC978214934FB8",
        ),
        (
            SignatureAuth("", wrap=Wrap.PREFIX, output=Output.HEX_LOWER),
            {"timestamp": "100", "app_key": "app", "charset": "utf-8"},
            "secret",
            "706427ca94e342781ac36d501151cb10",
        ),
    ],
    ids=["TOP", "JST"],
)  # fmt: skip
def test_the_knobs_reproduce_what_platforms_sign(auth: SignatureAuth, params: dict[str, str], secret: str, sign: str) -> None:
    assert signed(auth, params, secret) == sign
    assert signed(auth, dict(reversed(params.items())) | {"empty": ""}, secret) == sign


def test_a_cookie_is_proof_enough_where_the_login_gives_no_token(tmp_path: Path) -> None:
    system = System(crowd(3))
    system.guard = lambda asked: asked.headers.get("cookie") == "sid=9" and "authorization" not in asked.headers
    login, answer = LOGIN.replace(', token = "data.token"', ""), system._login
    system._login = lambda asked: Reply(200, answer(asked).body, {"Set-Cookie": "sid=9; Path=/"})  # type: ignore[method-assign]
    with rig(tmp_path, system=system, auth=login) as at:
        assert len(at.orders()) == 3

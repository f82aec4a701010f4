"""The official SDKs as oracles of the signer: each a function of what is said, or a reason why it cannot be asked here."""

import contextlib
import importlib
import json
import os
import shutil
import subprocess
import warnings
from collections.abc import Callable, Iterator, Mapping
from types import SimpleNamespace
from typing import Any

import pytest

Said = Mapping[str, str]


def sdk(module: str, package: str) -> Any:
    """A module of an SDK from the dependency group `oracle`; the test is skipped where it is not installed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # their code, not ours
        try:
            return importlib.import_module(module)
        except ImportError:
            pytest.skip(f"{package} is not installed; the vectors hold the same rule")


def jd(secret: str, said: Said) -> str:
    made: str = sdk("jd.api.base", "jd-sdk").sign(secret, dict(said))
    return made


def kuaishou(secret: str, said: Said) -> str:
    with contextlib.redirect_stdout(None):  # it prints what it signs, the secret too
        made: str = sdk("ks_shop_api.base", "ks-shop-python-sdk").sign(secret, dict(said))
    return made


def douyin(secret: str, said: Said) -> str:
    client = SimpleNamespace(_app_key=said["app_key"], _app_secret=secret, _version=2, _logger=None)
    core = sdk("doudian.core", "doudian").DouDian
    client._hash_hmac = lambda text: core._hash_hmac(client, text)
    made: str = core._sign(client, said["method"], said["param_json"], said["timestamp"])
    return made


def wecom(secret: str, said: Said) -> str:
    signer = sdk("wechatpy.utils", "wechatpy").WeChatSigner()
    signer.add_data(secret, said["timestamp"], said["nonce"], said["encrypt"])
    made: str = signer.signature
    return made


def dingtalk(secret: str, said: Said) -> str:
    chatbot = sdk("dingtalkchatbot.chatbot", "DingtalkChatbot")
    robot = SimpleNamespace(start_time=int(said["timestamp"]) / 1000, secret=secret, webhook="https://robot.test/?a=b")
    chatbot.DingtalkChatbot.update_webhook(robot)
    made: str = robot.webhook.rpartition("sign=")[2]
    return made


def kingdee(secret: str, said: Said) -> str:
    made: str = sdk("k3cloud_webapi_sdk.util.hmac_util", "kingdee.cdp.webapi.sdk").HmacSHA256(said["app_id"] + said["app_data"], secret)
    return made


def tencent(secret: str, said: Said) -> str:
    made: str = sdk("tencentcloud.common.sign", "tencentcloud-sdk-python-common").Sign.sign_tc3(
        secret, said["@date"], said["@service"], said["to_sign"]
    )
    return made


def aliyun(secret: str, said: Said) -> str:
    utils = sdk("alibabacloud_tea_openapi.utils", "alibabacloud-tea-openapi")
    headers = {
        "host": said["@host"],
        "x-acs-action": said["@action"],
        "x-acs-content-sha256": said["hash"],
        "x-acs-date": said["@date"],
        "x-acs-signature-nonce": said["@nonce"],
        "x-acs-version": said["@version"],
    }
    query = {name: value for name, value in said.items() if not name.startswith("@") and name != "hash"}
    request = SimpleNamespace(method=said["@method"], pathname=said["@path"], query=query, headers=headers)
    told: str = utils.Utils.get_authorization(request, "ACS3-HMAC-SHA256", said["hash"], "ak", secret)
    return told.rpartition("Signature=")[2]


NODE = """
const TopClient = require('node-taobao-topclient').default
require('readline').createInterface({ input: process.stdin }).on('line', line => {
  const [secret, said] = JSON.parse(line)
  console.log(new TopClient({ appkey: '1', appsecret: secret, REST_URL: 'http://127.0.0.1:9' }).sign(said))
})
"""


@contextlib.contextmanager
def top() -> Iterator[Callable[[str, Said], str]]:
    """node-taobao-topclient, asked line by line; Node finds it by NODE_PATH."""
    node = shutil.which("node")
    probe = "const TopClient = require('node-taobao-topclient').default; if (!TopClient) process.exit(1)"
    if node is None or subprocess.run([node, "-e", probe], capture_output=True, check=False).returncode:
        pytest.skip("node-taobao-topclient is not installed; the vectors hold the same rule")
    env = {**os.environ, "NODE_NO_WARNINGS": "1"}
    with subprocess.Popen([node, "-e", NODE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env, encoding="utf-8") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        out, back = process.stdin, process.stdout

        def ask(secret: str, said: Said) -> str:
            out.write(json.dumps([secret, dict(said)]) + "\n")
            out.flush()
            return back.readline().strip()

        yield ask
        out.close()

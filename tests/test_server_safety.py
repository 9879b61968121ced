"""Whom the server lets in, and when it does not start at all."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from serving import Server, running

from shk_xl.cli.app import run
from shk_xl.domain.faults import Refused
from shk_xl.excel.server import start
from shk_xl.excel.server.gate import KEY_PARAMETER, MAX_BODY_BYTES, ROUTES, Gate
from shk_xl.excel.server.settings import (
    FIXED,
    KEY_VARIABLE,
    Access,
    Options,
    access,
    has_module,
    refuse_unsafe,
)

pytestmark = pytest.mark.thorough

CALL = {"func_name": "SHK_KRONOR", "args": [[[5]]], "runtime": "1.4"}
FREE = "noncommercial"
CALL_PATH = "/xlwings/custom-functions-call"
SIGN_IN = {
    "XLWINGS_AUTH_PROVIDERS": '["entraid"]',
    "XLWINGS_AUTH_ENTRAID_CLIENT_ID": "a",
    "XLWINGS_AUTH_ENTRAID_TENANT_ID": "b",
}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as started:
        yield started


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost", ""])
def test_a_request_that_is_meant_for_another_host_is_turned_away(server: Server, host: str) -> None:
    for path in ("/", f"/taskpane.html?nyckel={server.key}", "/static/css/shk.css"):
        answer = server.get(path, Host=host)
        assert (answer.status, "annan adress" in answer.text) == (421, True)


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1"])
def test_a_script_of_another_page_is_turned_away(server: Server, origin: str) -> None:
    headers = {"Origin": origin, "Authorization": server.key}
    answer = server.post(CALL_PATH, CALL, headers)
    assert (answer.status, "annan webbsida" in answer.text) == (403, True)
    assert "access-control-allow-origin" not in {name.lower() for name in answer.headers}


@pytest.mark.parametrize("key", [None, "", "fel", "ö" * 43])
def test_nothing_is_calculated_or_shown_without_the_key(server: Server, key: str | None) -> None:
    headers = {} if key is None else {"Authorization": key}
    for path in (CALL_PATH, "/xlwings/custom-scripts-call/kontrollera"):
        answer = server.post(path, CALL, headers)
        assert (answer.status, "Nyckeln saknas" in answer.text) == (403, True)
    for path in ("/taskpane.html", "/manifest.xml", "/taskpane.html?nyckel=fel"):
        assert server.get(path).status == 403


def test_the_key_is_new_at_every_start(server: Server) -> None:
    with running() as other:
        assert other.key != server.key
        assert min(len(other.key), len(server.key)) >= 43
        assert other.post(CALL_PATH, CALL, {"Authorization": server.key}).status == 403
        assert other.post(CALL_PATH, CALL, {"Authorization": other.key}).status == 200


def test_a_key_of_ones_own_stays_from_start_to_start() -> None:
    with running(None, **{KEY_VARIABLE: "k" * 40}) as server:
        assert server.key == "k" * 40
        assert server.call("SHK_KRONOR", [[5]]).status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/static/../../../../../etc/passwd",
        "/static/..%2f..%2f..%2f..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
        "/static/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/static//etc/passwd",
        "/static/C:%5CWindows%5Cwin.ini",
        "/static/css%00/shk.css",
        "/static/js/..%5Cauth.js",
        "/static/.env",
        "/xlwings/alert?prompt=x&title=x&buttons=ok&mode=info&callback=",
        "/xlwings/custom-scripts-call/kontrollera",
        "/manifest/download",
        "/docs",
        "/openapi.json",
        "/shk/dokument/..%2f..%2fetc%2fpasswd",
        "/shk/dokument/" + "a" * 43 + "/x",
    ],
)
def test_no_address_leads_to_what_is_not_on_the_list(server: Server, path: str) -> None:
    answer = server.get(path)
    assert answer.status in {404, 405}
    assert "root:" not in answer.text


@pytest.mark.parametrize(
    "name", ["__init__", "os", "..", "%2e%2e%2fkontrollera", "kontrollera/x", "KONTROLLERA"]
)
def test_no_name_of_a_script_leads_to_other_code(server: Server, name: str) -> None:
    assert server.press(name, {}).status == 404


def test_a_huge_body_is_cut_off_whatever_its_length_claims(server: Server) -> None:
    address = server.host.split(":")
    for framing in (b"Content-Length: 10000000000", b"Transfer-Encoding: chunked"):
        with socket.create_connection((address[0], int(address[1])), timeout=30) as connection:
            connection.sendall(
                f"POST {CALL_PATH} HTTP/1.1\r\nHost: {server.host}\r\n"
                f"Authorization: {server.key}\r\n".encode()
                + framing
                + b"\r\n\r\n"
            )
            chunk = b" " * 1_048_576
            if b"chunked" in framing:
                chunk = b"%x\r\n%s\r\n" % (len(chunk), chunk)
            sent = 0
            try:
                while sent < 2 * MAX_BODY_BYTES:
                    connection.sendall(chunk)
                    sent += len(chunk)
                answer = connection.recv(4_096)
            except ConnectionError:
                answer = b""
        assert sent < 2 * MAX_BODY_BYTES or b" 413 " in answer


def test_a_body_that_never_ends_is_not_waited_for() -> None:
    sent: list[Any] = []

    async def inside(*_: object) -> None:
        raise AssertionError("it was let in")

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(60)
        return {}

    async def send(message: Any) -> None:
        sent.append(message)

    gate = Gate(inside, Access(frozenset({"a:1"}), frozenset(), "k"), body_seconds=0.01)
    scope = {
        "type": "http",
        "method": "POST",
        "path": CALL_PATH,
        "query_string": b"",
        "headers": [(b"host", b"a:1"), (b"authorization", b"k")],
    }
    asyncio.run(gate(scope, receive, send))
    assert sent[0]["status"] == 408


@given(path=st.text(alphabet="/.%\\:@~\x00åab-_", max_size=20))
@settings(max_examples=50)
def test_no_path_below_static_climbs(path: str) -> None:
    for route in ROUTES:
        if route.path.fullmatch(f"/static/{path}"):
            parts = path.split("/")
            assert all(part and not part.startswith(".") for part in parts)
            assert "\\" not in path
            assert ":" not in path


def test_every_answer_has_the_headers_that_protect(server: Server) -> None:
    for path in ("/", f"/taskpane.html?nyckel={server.key}", "/static/css/shk.css", "/saknas"):
        headers = {name.lower(): text for name, text in server.get(path).headers.items()}
        assert "script-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "strict-transport-security" not in headers, "it would bind the whole machine"
        assert "server" not in headers


def test_the_key_is_in_no_log(server: Server) -> None:
    server.get(f"/taskpane.html?nyckel={server.key}")
    server.get("/saknas?nyckel=" + server.key)
    assert server.key not in server.log.read_text()


def test_the_manifest_gives_excel_the_functions_and_the_panel(server: Server) -> None:
    answer = server.get(f"/manifest.xml?nyckel={server.key}")
    root = etree.fromstring(answer.body)
    elements = list(root.iter(etree.Element))
    used = {e.get("resid") for e in elements if e.get("resid")}
    given_ = {e.get("id"): e.get("DefaultValue", "") for e in elements if e.get("id")}
    assert used <= set(given_)
    assert given_["Taskpane.Url"] == f"{server.root}/taskpane.html?nyckel={server.key}"
    for name in ("Functions.Script.Url", "Functions.Metadata.Url", "Icon.16", "Icon.80"):
        assert server.get(given_[name].removeprefix(server.root)).status == 200
    assert not [e for e in elements if str(e.tag).endswith("Namespace")], "functions are SHK_X"
    texts = [e for e in elements if str(e.tag).endswith("}String")]
    assert all(len(given_[str(e.get("id"))]) <= 250 for e in texts)
    assert all(len(given_[n]) <= 32 for n in ("Group.Label", "Panel.Label", "GetStarted.Title"))
    assert "sv-SE" in answer.text


@pytest.mark.parametrize(
    ("arguments", "environment", "said"),
    [
        (["--host", "0.0.0.0"], {}, "XLWINGS_AUTH_PROVIDERS"),  # noqa: S104 - it is refused
        (["--host", "::"], {}, "XLWINGS_AUTH_PROVIDERS"),
        (["--host", "192.168.1.5"], {}, "XLWINGS_AUTH_PROVIDERS"),
        ([], {"XLWINGS_HOSTNAME": "shk.example"}, "XLWINGS_AUTH_PROVIDERS"),
        (["--host", "0.0.0.0"], SIGN_IN, "XLWINGS_HOSTNAME"),  # noqa: S104 - the same
        (["--host", "0.0.0.0"], SIGN_IN, "--behind-proxy"),  # noqa: S104 - the same
        ([], {"XLWINGS_AUTH_PROVIDERS": '["entraid"]'}, "XLWINGS_AUTH_ENTRAID_TENANT_ID"),
        ([], {"XLWINGS_AUTH_PROVIDERS": '["custom"]'}, "släpper in vem som helst"),
        ([], {"XLWINGS_AUTH_PROVIDERS": '["../x"]'}, "../x finns inte"),
        ([], {"XLWINGS_AUTH_PROVIDERS": "entraid"}, "hakparentes"),
        ([], {KEY_VARIABLE: "kort"}, "minst 32 tecken"),
        ([], {KEY_VARIABLE: "med mellanslag " * 5}, "minst 32 tecken"),
        (["--cert", "c.pem"], {}, "både --cert och --key"),
        (["--cert", "c.pem", "--key", "k.pem"], {}, "Filen finns inte"),
    ],
)
def test_a_server_that_is_not_safe_does_not_start(
    arguments: list[str],
    environment: dict[str, str],
    said: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in [name for name in os.environ if name.startswith("XLWINGS_")]:
        monkeypatch.delenv(name)
    for name, text in environment.items():
        monkeypatch.setenv(name, text)
    assert run(["serve", *arguments]) == 3
    assert said in capsys.readouterr().err
    assert FIXED["XLWINGS_PROJECT_DIR"] != os.environ.get("XLWINGS_PROJECT_DIR")
    assert "xlwings_server" not in sys.modules, "only a server that starts pays for it"


def test_a_certificate_that_is_none_is_told(tmp_path: Path) -> None:
    pem = tmp_path / "c.pem"
    pem.write_text("inget certifikat")
    code, said = serve_once("--cert", str(pem), "--key", str(pem), XLWINGS_LICENSE_KEY=FREE)
    assert (code, "PEM-filer" in said, "Traceback" in said) == (3, True, False)


def test_a_published_server_takes_no_key_and_only_its_own_name() -> None:
    options = Options("0.0.0.0", 443, behind_proxy=True)  # noqa: S104 - it is published
    environment = {**SIGN_IN, "XLWINGS_HOSTNAME": "Shk.Example"}
    refuse_unsafe(options, environment)
    granted = access(options, 443, environment)
    assert granted == Access(frozenset({"shk.example"}), frozenset({"https://shk.example"}), None)


def test_a_way_to_sign_in_of_ones_own_must_be_a_module() -> None:
    environment = {"XLWINGS_AUTH_PROVIDERS": '["custom"]'}
    refuse_unsafe(Options(), environment, lambda name: name == "auth.custom")
    with pytest.raises(Refused):
        refuse_unsafe(Options(), environment, has_module)


def test_who_has_not_signed_in_gets_nothing(tmp_path: Path) -> None:
    module = tmp_path / "auth" / "custom"
    module.mkdir(parents=True)
    (module / "__init__.py").write_text(
        "from fastapi import HTTPException\n"
        "from xlwings_server.models import User\n"
        "async def validate_token(token):\n"
        "    if token != 'inloggad':\n"
        "        raise HTTPException(401, 'no')\n"
        "    return User(id='1', name='Alva')\n"
    )
    settings_ = {"XLWINGS_AUTH_PROVIDERS": '["custom"]', "PYTHONPATH": str(tmp_path)}
    with running(None, **settings_) as server:
        assert not server.key
        assert server.get("/taskpane.html").status == 200
        answer = server.post(CALL_PATH, CALL, {"Authorization": "test-token"})
        assert (answer.status, "Logga in i Excel" in answer.text) == (401, True)
        press = server.post("/xlwings/custom-scripts-call/rakna_om", {}, {"Authorization": ""})
        assert press.status == 401
        assert server.post(CALL_PATH, CALL, {"Authorization": "inloggad"}).status == 200


def test_the_folder_that_it_is_started_in_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.xlwings_server]\nhostname = "evil.example"\nauth_providers = ["custom"]\n'
    )
    (tmp_path / ".env").write_text("XLWINGS_HOSTNAME=evil.example\n")
    (tmp_path / "config.py").write_text("raise SystemExit(1)")
    with running(tmp_path) as server:
        assert server.call("SHK_KRONOR", [[5]]).status == 200
        assert "evil.example" not in server.get(f"/manifest.xml?nyckel={server.key}").text


def serve_once(*arguments: str, **environment: str) -> tuple[int, str]:
    kept = {name: text for name, text in os.environ.items() if not name.startswith("XLWINGS_")}
    answer = subprocess.run(
        [sys.executable, "-m", "shk_xl", "serve", *(arguments or ("--port", "0"))],
        env={**kept, "HOME": "/nonexistent", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return answer.returncode, answer.stderr


def test_without_a_licence_it_says_what_the_licence_allows_and_stops() -> None:
    code, said = serve_once()
    assert code == 3
    for words in ("PolyForm", "XLWINGS_LICENSE_KEY", "noncommercial", "skriftligt", "docs/server"):
        assert words in said
    assert serve_once(XLWINGS_LICENSE_KEY="fel")[0] == 3
    assert "Traceback" not in said


def test_without_the_extra_it_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "environ", dict(os.environ))
    monkeypatch.setattr(start, "has_module", lambda name: name != "xlwings_server")
    assert run(["serve", "--port", "0"]) == 3
    assert 'pip install "shk-xl[server]"' in capsys.readouterr().err


def test_a_port_that_is_taken_is_told(server: Server) -> None:
    port = server.host.split(":")[1]
    code, said = serve_once("--port", port, XLWINGS_LICENSE_KEY=FREE)
    assert (code, f"127.0.0.1:{port}" in said) == (3, True)


def test_the_panel_and_the_program_call_the_key_the_same() -> None:
    project = Path(FIXED["XLWINGS_PROJECT_DIR"])
    assert f'get("{KEY_PARAMETER}")' in (project / "static/js/auth.js").read_text()

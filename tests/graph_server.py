"""Microsoft Graph as its documentation describes it, on this machine, for the tests.

The answers are the documented ones: user-post-messages (201), message-post-attachments (201),
attachment-createuploadsession (201; then PUT 200 until the last, 201), message-send (202),
message-list, message-delete (204). What is recorded is what came.
"""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "prov-token"  # noqa: S105 - of no use anywhere
DROP = -1
"""Closes the connection instead of answering, after the work is done."""


@dataclass
class Mailbox:
    """A mailbox in Microsoft 365.

    Args:
        answers: By step, the status to answer with instead of doing it.
    """

    answers: dict[str, int] = field(default_factory=dict)
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    uploads: dict[str, tuple[str, int, bytearray]] = field(default_factory=dict)
    ranges: list[str] = field(default_factory=list)

    @property
    def sent(self) -> list[dict[str, Any]]:
        return [message for message in self.messages.values() if not message["isDraft"]]


class _Handler(BaseHTTPRequestHandler):
    mailbox: Mailbox

    def log_message(self, *_arguments: object) -> None:
        pass

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        wanted = query["$filter"][0].removeprefix("internetMessageId eq '").removesuffix("'")
        found = [
            {"id": name, "isDraft": message["isDraft"]}
            for name, message in self.mailbox.messages.items()
            if message["internetMessageId"] == wanted
        ]
        self._answer("list", 200, {"value": found})

    def do_DELETE(self) -> None:
        if self._answer("delete", 204):
            del self.mailbox.messages[self.path.rsplit("/", 1)[1]]

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = json.loads(data) if data else {}
        parts = self.path.strip("/").split("/")
        if parts == ["v1.0", "me", "messages"]:
            name = f"utkast-{len(self.mailbox.messages) + 1}"
            if self._answer("draft", 201, {"id": name, "isDraft": True}):
                self.mailbox.messages[name] = {**body, "isDraft": True}
        elif parts[-1] == "send":
            if self._answer("send", 202):
                self.mailbox.messages[parts[-2]]["isDraft"] = False
        elif parts[-1] == "createUploadSession":
            item = body["AttachmentItem"]
            upload = f"/ladda-upp/{len(self.mailbox.uploads)}"
            self.mailbox.uploads[upload] = (item["name"], item["size"], bytearray())
            host = self.headers["Host"]
            self._answer("session", 201, {"uploadUrl": f"http://{host}{upload}"})
        elif self._answer("attach", 201, {"id": "bilaga"}):
            content = base64.b64decode(body["contentBytes"])
            self.mailbox.files[parts[-2]] = (body["name"], content)

    def do_PUT(self) -> None:
        assert "Authorization" not in self.headers, "the token is not for the upload address"
        name, size, content = self.mailbox.uploads[self.path]
        self.mailbox.ranges.append(self.headers["Content-Range"])
        content += self.rfile.read(int(self.headers["Content-Length"]))
        if self._answer("upload", 201 if len(content) == size else 200, {}):
            self.mailbox.files[self.path] = (name, bytes(content))

    def _answer(self, step: str, status: int, body: dict[str, Any] | None = None) -> bool:
        """Answer; gives whether the step is to be done."""
        if step != "upload" and self.headers.get("Authorization") != f"Bearer {TOKEN}":
            self._say(401, {"error": {"code": "InvalidAuthenticationToken"}})
            return False
        told = self.mailbox.answers.get(step)
        if told == DROP:
            self.close_connection = True
            return True
        if told is not None:
            self._say(told, {"error": {"code": "prov", "message": "nej\x1b[2J"}})
            return False
        self._say(status, body)
        return True

    def _say(self, status: int, body: dict[str, Any] | None) -> None:
        data = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def graph_server(mailbox: Mailbox) -> Iterator[str]:
    """Run the server; gives the address that stands for https://graph.microsoft.com/v1.0."""
    handler = type("Handler", (_Handler,), {"mailbox": mailbox})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1.0"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

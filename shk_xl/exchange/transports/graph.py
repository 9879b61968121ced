"""Drafts and sending through Microsoft 365, by Microsoft Graph.

Rules: a person signs in with a code in a browser, and no password or token is kept. The draft
is made whole before anything is sent, so that all but the last step can be done again. The
Message-ID is ours: before a new try the mailbox is asked whether the message is there.

Not run against a tenant: written from the documentation, and tested against its answers.

Sources: learn.microsoft.com/graph: user-post-messages, message-post-attachments,
attachment-createuploadsession (3 to 150 MB, at most 4 MB at a time, without the token),
message-send (202, in the background), message-list, message-delete.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from http import HTTPStatus
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from shk_xl.domain.faults import refuse
from shk_xl.exchange.mail_settings import GraphSettings
from shk_xl.exchange.message import Attachment, Letter, parse
from shk_xl.exchange.records import OutgoingMessage
from shk_xl.exchange.transports.delivery import Delivery, Outcome

if TYPE_CHECKING:  # an extra
    import httpx

ADDRESS: Final = "https://graph.microsoft.com/v1.0"
TIMEOUT: Final = 60.0
SCOPES: Final = {False: ["Mail.ReadWrite"], True: ["Mail.ReadWrite", "Mail.Send"]}
"""What the person lets the program do: for drafts, and for sending."""
_SMALL: Final = 3_000_000
"""Bytes of a file that goes in one request; documented as 3 MB."""
_CHUNK: Final = 12 * 320 * 1024
"""Bytes of each part of a larger file, below the documented 4 MB."""
_SIGN_IN: Final = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
_WAIT: Final = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
_LONGEST_ANSWER: Final = 300


class Graph:
    """Puts each message among the drafts of the person's mailbox, and sends it when told to.

    Args:
        client: Speaks HTTP with Graph; knows its address and the person's token.
        send: Send the drafts.
    """

    name = "graph"
    sender = None

    def __init__(self, client: httpx.Client, *, send: bool) -> None:
        self._client = client
        self._send = send

    def deliver(self, message: OutgoingMessage, data: bytes) -> Delivery:
        """Make the draft, and send it when that is wanted."""
        import httpx  # noqa: PLC0415 - an extra

        try:
            if self._is_sent_or_cleared(message):
                return Delivery(Outcome.SENT, "found_sent")
            draft = self._make_draft(message, parse(data))
        except httpx.HTTPStatusError as error:
            return _refused(error.response)
        except (httpx.HTTPError, ValueError, KeyError) as error:  # no contact, or no such answer
            return Delivery(Outcome.LATER, "no_contact", _readable(str(error)), stop=True)
        if not self._send:
            return Delivery(Outcome.DRAFTED, "in_mailbox")
        try:
            answer = self._client.post(f"/me/messages/{draft}/send")
        except httpx.HTTPError as error:
            return Delivery(Outcome.UNKNOWN, "no_receipt", _readable(str(error)))
        return _sent(answer)

    def _is_sent_or_cleared(self, message: OutgoingMessage) -> bool:
        """Look for the message; a draft of it from an earlier try is removed."""
        answer = self._client.get(
            "/me/messages",
            params={
                "$filter": f"internetMessageId eq '{message.message_id}'",
                "$select": "id,isDraft",
            },
        )
        found = answer.raise_for_status().json()["value"]
        if any(not one["isDraft"] for one in found):
            return True
        for one in found:
            self._client.delete(f"/me/messages/{one['id']}").raise_for_status()
        return False

    def _make_draft(self, message: OutgoingMessage, letter: Letter) -> str:
        """Make the draft with its file; gives its id."""
        said: dict[str, object] = {
            "internetMessageId": message.message_id,
            "subject": letter.subject,
            "body": {"contentType": "text", "content": letter.body},
            "toRecipients": [{"emailAddress": {"address": letter.recipient}}],
        }
        if letter.reply_to:
            said["replyTo"] = [{"emailAddress": {"address": letter.reply_to}}]
        answer = self._client.post("/me/messages", json=said)
        draft = str(answer.raise_for_status().json()["id"])
        if letter.attachment is not None:
            attach = _attach_small if len(letter.attachment.data) < _SMALL else _attach_large
            attach(self._client, draft, letter.attachment)
        return draft


def sign_in(settings: GraphSettings, tell: Callable[[str], None], *, send: bool) -> httpx.Client:
    """Let the person sign in, with a code that is typed in a browser.

    Args:
        settings: How the program is known to Microsoft 365.
        tell: Shows the person where to go, and the code.
        send: Ask for the right to send, too.

    Raises:
        Refused: The libraries are not installed, or the person did not sign in.
    """
    if find_spec("msal") is None or find_spec("httpx") is None:
        raise refuse("mail_extra_missing", extra="graph")
    import httpx  # noqa: PLC0415 - an extra
    import msal  # noqa: PLC0415 - the same

    try:
        application = msal.PublicClientApplication(
            settings.client_id, authority=f"https://login.microsoftonline.com/{settings.tenant}"
        )
        flow: dict[str, Any] = application.initiate_device_flow(scopes=SCOPES[send])
        if "user_code" not in flow:
            raise refuse("sign_in_failed", reason=_reason(flow))
        tell(f"Gå till {flow['verification_uri']} och skriv koden {flow['user_code']}.")
        token: dict[str, Any] = application.acquire_token_by_device_flow(flow)
    except (ValueError, OSError) as error:  # no such tenant; no network
        raise refuse("sign_in_failed", reason=_readable(str(error))) from error
    if "access_token" not in token:
        raise refuse("sign_in_failed", reason=_reason(token))
    headers = {"Authorization": f"Bearer {token['access_token']}"}
    return httpx.Client(base_url=ADDRESS, headers=headers, timeout=TIMEOUT)


def _attach_small(client: httpx.Client, draft: str, attachment: Attachment) -> None:
    client.post(
        f"/me/messages/{draft}/attachments",
        json={
            "@odata.type": "#microsoft.graph.fileAttachment",
            "name": attachment.file_name,
            "contentBytes": base64.b64encode(attachment.data).decode("ascii"),
        },
    ).raise_for_status()


def _attach_large(client: httpx.Client, draft: str, attachment: Attachment) -> None:
    """Attach in parts; the address that is given for them is its own permission."""
    import httpx  # noqa: PLC0415 - an extra

    size = len(attachment.data)
    item = {"attachmentType": "file", "name": attachment.file_name, "size": size}
    session = client.post(
        f"/me/messages/{draft}/attachments/createUploadSession", json={"AttachmentItem": item}
    )
    address = session.raise_for_status().json()["uploadUrl"]
    with httpx.Client(timeout=TIMEOUT) as upload:  # without the token
        for start in range(0, size, _CHUNK):
            part = attachment.data[start : start + _CHUNK]
            end = start + len(part) - 1
            answer = upload.put(
                address,
                content=part,
                headers={
                    "Content-Type": "application/octet-stream",
                    "Content-Range": f"bytes {start}-{end}/{size}",
                },
            )
            answer.raise_for_status()


def _sent(answer: httpx.Response) -> Delivery:
    """Say what an answer to sending means: 202 is the only yes."""
    if answer.status_code == HTTPStatus.ACCEPTED:
        return Delivery(Outcome.SENT)
    known_no = answer.is_client_error or answer.status_code in _WAIT
    return _refused(answer) if known_no else _unclear(answer)


def _unclear(answer: httpx.Response) -> Delivery:
    return Delivery(Outcome.UNKNOWN, "no_receipt", f"HTTP {answer.status_code}")


def _refused(answer: httpx.Response) -> Delivery:
    """Say what a refusal means: sign in again, wait, or never."""
    said = f"HTTP {answer.status_code} {_readable(answer.text)}"
    if answer.status_code in _SIGN_IN:
        return Delivery(Outcome.LATER, "login_refused", said, stop=True)
    if answer.status_code in _WAIT or answer.is_server_error:
        return Delivery(Outcome.LATER, "server_refused", said, stop=True)
    return Delivery(Outcome.REFUSED, "server_refused", said)


def _reason(answer: dict[str, Any]) -> str:
    return _readable(str(answer.get("error_description") or answer.get("error") or ""))


def _readable(text: str) -> str:
    """Give foreign words on one line, without what could steer a terminal."""
    shown = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(shown.split())[:_LONGEST_ANSWER]

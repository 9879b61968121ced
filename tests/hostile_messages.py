"""Messages made to harm whoever takes them apart.

``MESSAGES`` gives for each, by what it misuses, how it is made round an answer, the state that
it must end in, and the codes that may be told as its reason. Written byte by byte, as no mail
program would.
"""

from __future__ import annotations

import base64
from collections.abc import Callable

from hostile_answers import CANARY, Item, merged, refused, zipped

FROM = b"From: En kollega <portfolj@vasteras.example>\r\n"
HEAD = FROM + b"Subject: Svar\r\nMIME-Version: 1.0\r\n"
XLSX = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def packed(data: bytes) -> bytes:
    return base64.encodebytes(data).replace(b"\n", b"\r\n")


def attached(data: bytes, name: bytes = b"svar.xlsx", type_: bytes = XLSX) -> bytes:
    """A part that is a file."""
    return (
        b'Content-Type: %s; name="%s"\r\nContent-Transfer-Encoding: base64\r\n'
        b"Content-Disposition: attachment\r\n\r\n%s" % (type_, name, packed(data))
    )


def mixed(*parts: bytes, boundary: bytes = b"gr", end: bytes = b"--\r\n") -> bytes:
    """A container, with its header."""
    head = b'Content-Type: multipart/mixed; boundary="%s"\r\n\r\n' % boundary
    return (
        head
        + b"".join(b"--%s\r\n%s\r\n" % (boundary, part) for part in parts)
        + (b"--" + boundary + end if end else b"")
    )


TEXT = b"Content-Type: text/plain\r\n\r\nHej!\r\n"


def letter(*parts: bytes, head: bytes = HEAD) -> bytes:
    return head + mixed(TEXT, *parts)


def with_book(head: Callable[[], bytes]) -> Callable[[bytes], bytes]:
    return lambda book: letter(attached(book), head=head())


def nested(depth: int) -> Callable[[bytes], bytes]:
    """Containers in containers."""

    def make(book: bytes) -> bytes:
        opened = b"".join(
            b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n)
            for n in range(depth)
        )
        closed = b"".join(b"\r\n--b%d--\r\n" % n for n in reversed(range(depth)))
        return HEAD + opened + attached(book) + closed

    return make


def forwarded(depth: int) -> Callable[[bytes], bytes]:
    return lambda book: HEAD + b"Content-Type: message/rfc822\r\n\r\n" * depth + attached(book)


def encoded(depth: int) -> Callable[[bytes], bytes]:
    """Messages in messages, each of them encoded, which the standard forbids."""

    def make(book: bytes) -> bytes:
        data = HEAD + attached(book)
        for _ in range(depth):
            kind = b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            data = HEAD + kind + packed(data)
        return data

    return make


def as_files(depth: int) -> Callable[[bytes], bytes]:
    def make(book: bytes) -> bytes:
        data = HEAD + attached(book)
        for _ in range(depth):
            data = letter(attached(data, b"brev.eml", b"application/octet-stream"))
        return data

    return make


def deep_and_long(book: bytes) -> bytes:
    """Two hundred containers round a million lines, each held against each container's end."""
    return nested(200)(book).replace(b"Content-Disposition", b"X: y\r\n" * 1_000_000 + b"X-D")


def base64_with(damage: bytes) -> Callable[[bytes], bytes]:
    def make(book: bytes) -> bytes:
        part = attached(book)
        return letter(part[:3_000] + damage + part[3_000:])

    return make


def bounce(book: bytes) -> bytes:
    return (
        b"From: MAILER-DAEMON@mail.example\r\nContent-Type: multipart/report; "
        b'report-type=delivery-status; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\n"
        + b"Final-Recipient: rfc822; borta@nord.example\r\n\r\n" * 20_000
        + b"--b\r\nContent-Type: message/rfc822\r\n\r\n"
        + HEAD
        + attached(book)
        + b"\r\n--b--\r\n"
    )


def none(make: Callable[[bytes], bytes]) -> Item:
    return Item(make, "no_workbook")


def raw(head: bytes, body: bytes = b"Hej", times: int = 1) -> Callable[[bytes], bytes]:
    return lambda _book: head + b"\r\n" + body * times


_deep = refused("letter_too_deep")
_complex = refused("letter_too_complex")
_many = b"Content-Type: text/plain\r\n\r\nhej"
MESSAGES: dict[str, dict[str, Item]] = {
    "nesting": {
        "message in message, 1 000 deep": _deep(forwarded(1_000)),
        "message in message, 100 000 deep": _deep(forwarded(100_000)),
        "encoded messages, 11 deep": _deep(encoded(11)),
        "messages as files, 11 deep": _deep(as_files(11)),
        "containers, 100 deep": merged(nested(100)),
        "containers, 2 000 deep": refused("letter_too_deep", "letter_too_complex")(nested(2_000)),
        "containers, 100 000 deep": _complex(nested(100_000)),
        "200 containers round a million lines": _complex(deep_and_long),
        "10 000 parts": merged(lambda book: letter(*[_many] * 10_000, attached(book))),
        "100 000 parts": _complex(lambda book: letter(*[_many] * 100_000, attached(book))),
        "a million boundaries": _complex(lambda _: HEAD + mixed() + b"--gr\r\n" * 1_000_000),
        "20 million lines": _complex(raw(HEAD, b"\n", 20_000_000)),
        "20 million lines of the old kind": _complex(raw(HEAD, b"\r", 20_000_000)),
        "10 000 workbooks": refused("letter_too_many_files")(
            lambda _: letter(*[attached(b"PK\x03\x04 xl/ %d" % n) for n in range(10_000)])
        ),
        "the same workbook 20 times": merged(lambda book: letter(*[attached(book)] * 20)),
    },
    "headers": {
        "header of 10 MB": _complex(
            with_book(lambda: HEAD + b"X-A: " + b"x" * 10_000_000 + b"\r\n")
        ),
        "header of 10 MB, folded": _complex(
            with_book(lambda: HEAD + b"X-A: a" + b"\r\n =?utf-8?q?a?=" * 600_000 + b"\r\n")
        ),
        "a million headers": refused("letter_too_complex", "reading_too_slow")(
            with_book(lambda: HEAD + b"X-A: b\r\n" * 2_100_000)
        ),
        "sender of 90 kB encoded words": merged(
            with_book(lambda: b"From: " + b"=?a?q?" * 15_000 + b"\r\n")
        ),
        "sender of 90 kB brackets": merged(with_book(lambda: b"From: " + b"(" * 90_000 + b"\r\n")),
        "content type of 1 MB quotes": _complex(
            lambda _: HEAD + b"Content-Type: text/plain" + b';a="b;' * 160_000 + b"\r\n\r\nHej"
        ),
        "file name in 5 000 pieces": none(
            lambda _: (
                HEAD
                + b"Content-Type: application/x"
                + b"".join(b"; name*%d*=a" % n for n in range(5_000))
                + b"\r\n\r\nHej"
            )
        ),
        "file name of 80 kB": merged(lambda book: letter(attached(book, b"a" * 80_000 + b".xlsx"))),
        "file name that leads out": merged(
            lambda book: letter(attached(book, b"../../../etc/x.xlsx"))
        ),
        "header that makes headers": merged(
            with_book(lambda: FROM + b"Subject: =?utf-8?q?a=0D=0ABcc:_evil=40x.example?=\r\n")
        ),
        "sender that is several": merged(
            with_book(lambda: b"From: a@x.example, b@y.example <c@z.example>\r\nSubject: Svar\r\n")
        ),
        "header that is no text": none(with_book(lambda: HEAD + b"X-\xff\xfe: \x00\x01\x80\r\n")),
    },
    "containers": {
        "boundary missing": none(
            lambda book: HEAD + b"Content-Type: multipart/mixed\r\n\r\n" + attached(book)
        ),
        "boundary never ends": merged(lambda book: HEAD + mixed(TEXT, attached(book), end=b"")),
        "boundary that begins another": merged(
            lambda book: HEAD + mixed(TEXT, mixed(attached(book), boundary=b"gr2"), boundary=b"gr")
        ),
        "the same boundary inside": merged(lambda book: letter(mixed(attached(book)))),
        "boundary of 50 000 signs": merged(
            lambda book: HEAD + mixed(attached(book), boundary=b"b" * 50_000)
        ),
        "character set that is none": merged(
            lambda book: letter(
                b'Content-Type: text/plain; charset="x\xff\x00bogus"\r\n\r\n\xe5', attached(book)
            )
        ),
        "encoding that is none": none(
            lambda _: (
                HEAD + b"Content-Type: text/plain\r\nContent-Transfer-Encoding: x-rot\r\n\r\nHej"
            )
        ),
    },
    "contents": {
        "base64 with odd signs": refused(
            "package_prefixed", "package_damaged_part", "package_damaged", "package_hidden_bytes"
        )(base64_with(b"\r\n!!%%**\r\nQUJD\r\n")),
        "base64 that is cut": refused("package_damaged", "package_damaged_part")(
            lambda book: HEAD + attached(book)[:-30_000]
        ),
        "base64 of 38 MB": refused("package_damaged")(
            lambda _: HEAD + attached(b"PK\x03\x04" + b"xl/" * 9_000_000)
        ),
        "base64 of 38 MB on one line": refused("package_damaged", "reading_out_of_memory")(
            lambda _: (
                HEAD
                + attached(b"PK\x03\x04" + b"xl/" * 9_000_000)
                .replace(b"\r\nW", b"W")
                .replace(b"\r\nH", b"H")
                .replace(b"\r\ne", b"e")
                .replace(b"\r\nL", b"L")
            )
        ),
        "message of 60 MB": refused("letter_too_large")(raw(HEAD, b"x", 60_000_000)),
        "quoted-printable of 20 MB": none(
            lambda _: (
                HEAD
                + b"Content-Type: application/x\r\n"
                + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
                + b"=41" * 6_600_000
            )
        ),
        "uuencoded": none(
            lambda _: (
                HEAD
                + b"Content-Type: application/x\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\n"
                + b"begin 644 a\r\n"
                + (b"M" + b"x" * 60 + b"\r\n") * 100_000
            )
        ),
        "winmail.dat": refused("file_is_winmail")(
            lambda book: letter(
                attached(b"\x78\x9f\x3e\x22" + book, b"winmail.dat", b"application/ms-tnef")
            )
        ),
        "zip of zips": refused("file_is_zipped")(
            lambda book: letter(attached(zipped(book, 6), b"svar.zip", b"application/zip"))
        ),
        "encrypted message": refused("letter_encrypted")(
            lambda book: (
                HEAD
                + b"Content-Type: multipart/encrypted; "
                + mixed(attached(book)).removeprefix(b"Content-Type: multipart/mixed; ")
            )
        ),
        "a part of a message": refused("letter_incomplete")(
            lambda _: HEAD + b'Content-Type: message/partial; id="a"; number=1; total=3\r\n\r\nHej'
        ),
        "body on the network": refused("letter_incomplete")(
            lambda _: (
                HEAD
                + b'Content-Type: message/external-body; access-type=URL; URL="%s"\r\n\r\n'
                % CANARY.encode()
            )
        ),
        "page with pictures on the network": none(
            lambda _: (
                HEAD
                + b'Content-Type: text/html\r\n\r\n<img src="%s"><link href="%s" rel=stylesheet>'
                % (CANARY.encode(), CANARY.encode())
            )
        ),
        "bounce of 20 000 recipients": none(bounce),
        "automatic answer with the copy": merged(
            with_book(lambda: HEAD + b"Auto-Submitted: auto-replied\r\n")
        ),
        "automatic answer": none(raw(HEAD + b"Auto-Submitted: auto-replied\r\n")),
    },
}

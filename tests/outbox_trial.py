"""Delivers an outbox and is killed on the way: run as a program by the tests of the outbox.

Arguments: the ledger's folder, the port of the mail server, the certificate, and the number of
the step at which the process kills itself (0: it lives). A step is a call or a return of a
function of the outbox, of the SMTP transport or of ``smtplib``, or an SQL statement. A process
that lives prints how many steps there were.
"""

from __future__ import annotations

import os
import signal
import smtplib
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from mail_servers import HOST, USER

from shk_xl.exchange import outbox
from shk_xl.exchange.ledger import Ledger
from shk_xl.exchange.transports import smtp

WATCHED = {outbox.__file__, smtp.__file__, smtplib.__file__}


class Steps:
    """Counts the steps, and ends the process at one of them."""

    def __init__(self, last: int) -> None:
        self.last = last
        self.count = 0

    def take(self) -> None:
        self.count += 1
        if self.count == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self, frame: FrameType, event: str, _argument: Any) -> None:
        if event in {"call", "return"} and frame.f_code.co_filename in WATCHED:
            self.take()


def main(folder: str, port: str, ca_file: str, last: str) -> None:
    steps = Steps(int(last))
    transport = smtp.Smtp(smtp.SmtpSettings(HOST, USER, port=int(port), ca_file=Path(ca_file)))
    with Ledger(Path(folder)) as ledger:
        outbox.settle_interrupted(ledger)
        ledger._connection.set_trace_callback(lambda _sql: steps.take())
        sys.setprofile(steps.watch)
        outbox.deliver(ledger, transport, outbox.due(ledger, "smtp"))
        sys.setprofile(None)
    print(steps.count)  # noqa: T201 - the answer


if __name__ == "__main__":
    main(*sys.argv[1:])

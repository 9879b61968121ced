"""What ``send`` says: who gets what, what to know first, and what a person does next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from shk_xl.cli import mail_words, show
from shk_xl.exchange.dispatch import REGISTRATION, Plan
from shk_xl.exchange.ledger import folder_of
from shk_xl.exchange.records import OutboxState, OutgoingMessage
from shk_xl.wording import in_words
from shk_xl.wording.mail import DRAFTS, short_hash, size


def tell_plan(plan: Plan) -> None:
    """Show who gets what, and what to know first."""
    rows = [
        [
            planned.copy.party,
            planned.letter.recipient,
            planned.copy.file_name,
            size(len(planned.copy.data)),
            short_hash(planned.copy.sha256),
            str(planned.copy.summary.cells),
        ]
        for planned in plan.letters
    ]
    click.echo(f"Utskick {plan.round.number}. Svar senast {plan.round.due}.")
    header = ["Part", "Till", "Fil", "Storlek", "SHA-256", "Celler att fylla i"]
    click.echo(show.table(header, rows, right=[3, 5]))
    for note in plan.notes:
        click.echo(f"Notera: {in_words(note)}")
    for warning in plan.warnings:
        click.echo(f"Varning: {in_words(warning)}", err=True)


def tell_messages(messages: Sequence[OutgoingMessage], book: Path, *, sent: bool) -> None:
    """Show what became of the letters, and what a person does next.

    Args:
        messages: The letters of the round.
        book: The team's workbook.
        sent: They were to be sent.
    """
    click.echo()
    click.echo(mail_words.listed(messages))
    for question in mail_words.questions(messages, book):
        click.echo(f"\n{question}")
    for line in _next_steps(messages, book, sent=sent):
        click.echo(line)


def _next_steps(messages: Sequence[OutgoingMessage], book: Path, *, sent: bool) -> Iterator[str]:
    """Say where things stand, and what comes next."""
    first = messages[0]
    folder = folder_of(book) / "ut" / f"utskick-{first.round}"
    count = {state: sum(m.state is state for m in messages) for state in OutboxState}
    if sent:
        yield f"Skickade: {count[OutboxState.SENT]} av {len(messages)}."
    elif count[OutboxState.DRAFTED]:
        where = DRAFTS[first.via].format(folder=folder)
        yield f"Inget är skickat. Öppna utkasten, läs igenom och skicka dem ({where})."
    else:
        yield f"Inget är skickat. Skicka med: shk-xl outbox {show.in_shell(book)} --send"
    yield f"Diarieblad att skriva ut: {folder / REGISTRATION.format(round=first.round)}"
    yield (
        "När svaren har kommit, spara dem i en mapp och kör: "
        f"shk-xl receive MAPP --into {show.in_shell(book)}"
    )


def for_json(plan: Plan, messages: Sequence[OutgoingMessage]) -> list[dict[str, object]]:
    """Give a round as data for a machine."""
    by_party = {message.party: message for message in messages}
    return [
        {
            "round": plan.round.number,
            "party": planned.copy.party,
            "recipient": planned.letter.recipient,
            "subject": planned.letter.subject,
            "file": planned.copy.file_name,
            "bytes": len(planned.copy.data),
            "sha256": planned.copy.sha256,
            "copy_id": planned.copy.id_text,
            "warnings": [in_words(warning) for warning in planned.warnings],
            "notes": [in_words(note) for note in planned.copy.summary.notes],
            "message": mail_words.for_json(by_party[planned.copy.party]) if messages else None,
        }
        for planned in plan.letters
    ]

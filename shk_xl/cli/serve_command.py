"""``shk-xl serve``: the functions and buttons for Excel, from a server."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import click

from shk_xl.excel.server.settings import Options
from shk_xl.excel.server.start import Addresses, serve

_FILE = click.Path(path_type=Path)


@click.command(
    "serve",
    help=(
        "Kör funktionerna och knapparna som ett tillägg i Excel, på Windows, Mac och webben.\n\n"
        "Bara den här datorn når servern, och bara med nyckeln som visas när den startar. "
        "Kräver en licensnyckel för xlwings Server; läs docs/server.md."
    ),
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Adressen att lyssna på.")
@click.option(
    "--port",
    default=8765,
    show_default=True,
    type=click.IntRange(0, 65_535),
    help="Porten; 0 för vilken ledig som helst.",
)
@click.option("--cert", "certificate", type=_FILE, help="Certifikat för https (PEM).")
@click.option("--key", "private_key", type=_FILE, help="Certifikatets nyckel (PEM).")
@click.option("--behind-proxy", is_flag=True, help="En proxy framför servern sköter https.")
def command(
    *,
    host: str,
    port: int,
    certificate: Path | None,
    private_key: Path | None,
    behind_proxy: bool,
) -> None:
    """Run until somebody stops it."""
    options = Options(host, port, certificate, private_key, behind_proxy)
    with suppress(KeyboardInterrupt):
        serve(options, announce)
    click.echo("Servern är stoppad.")


def announce(addresses: Addresses) -> None:
    """Say where the server is."""
    click.echo(f"Servern är igång på {addresses.root}. Stoppa den med Ctrl+C.")
    click.echo(f"Manifest: {addresses.manifest}")
    click.echo(f"Panel:    {addresses.task_pane}")
    if addresses.root.startswith("http:"):
        click.echo("Excel kräver https: starta med --cert och --key. Läs docs/server.md.")

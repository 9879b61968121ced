"""A group of commands whose modules are loaded when they are used.

Rules: the table of names and one-line help is all that the list of commands needs. A command
``name`` stands as ``command`` in the module that the group's pattern gives for it.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class LazyGroup(click.Group):
    """A group whose commands are imported when they are used.

    Args:
        table: The commands in the order of the work: name → one line of help.
        module: The module of a command, with ``{}`` for its name.
        settings: What click's own group takes.
    """

    def __init__(
        self,
        *,
        table: Mapping[str, str],
        module: str,
        **settings: Any,  # noqa: ANN401 - click's own
    ) -> None:
        super().__init__(**settings)
        self.table = table
        self.module = module

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Give the names, in the order of the work."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import one command."""
        if cmd_name not in self.table:
            return None
        command: click.Command = import_module(self.module.format(cmd_name)).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table, without importing them."""
        with formatter.section(gettext.gettext("Commands")):
            formatter.write_dl([(name, self.table[name]) for name in self.list_commands(ctx)])

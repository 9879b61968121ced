"""The web application: xlwings Server behind our gate, with our functions and buttons.

Rules: xlwings Server finds functions in a module of a fixed name, which is made here from the
catalogue; its settings are read when it is imported, so they must stand in the environment
first. Only ``start`` imports this module. Task pane, manifest, JavaScript and sign-in are
xlwings'. Calls are answered here, at xlwings' addresses and in its form: it takes a blank cell
for an argument that was left out, mixes up the workbooks of requests that overlap, and speaks
English.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import sys
from collections.abc import Callable
from http import HTTPStatus
from inspect import Parameter as PythonParameter
from inspect import Signature
from types import ModuleType
from typing import Any, Final
from urllib.parse import quote

from fastapi import Depends, FastAPI, HTTPException, Request, Response
from fastapi.responses import PlainTextResponse

from shk_xl import look
from shk_xl.domain.faults import Fault, Refused, refuse
from shk_xl.excel.buttons import BUTTONS
from shk_xl.excel.server.downloads import Downloads
from shk_xl.excel.server.functions import answer, argument_from_office, rows_to_office
from shk_xl.excel.server.gate import KEY_PARAMETER, Gate
from shk_xl.excel.server.scripts import press
from shk_xl.excel.server.settings import Access
from shk_xl.functions.catalogue import FUNCTIONS
from shk_xl.functions.evaluate import WorksheetFunction, evaluate
from shk_xl.wording import in_words

FUNCTION_SECONDS: Final = 60.0
"""How long a call of a function may take."""
_LOG: Final = logging.getLogger(__name__)
_COLOURS: Final = (
    "INK",
    "MUTED",
    "LINE",
    "PAPER",
    "SHADE",
    "PRIMARY",
    "ACCENT",
    "ACCENT_SHADE",
    "UNKNOWN_SHADE",
    "UNKNOWN_INK",
)


def application(access: Access) -> Gate:
    """Put the web application together.

    Args:
        access: Who may come in.
    """
    # These need the licence, and xlwings Server the module that it looks for.
    from xlwings import server  # noqa: PLC0415

    functions = ModuleType("custom_functions")
    vars(functions).update(
        {function.name: _registered(function, server.func, server.arg) for function in FUNCTIONS}
    )
    sys.modules[functions.__name__] = functions
    from xlwings_server import (  # type: ignore[import-untyped]  # noqa: PLC0415
        dependencies,
        main,
        templates,
    )

    templates.env.globals.update(buttons=BUTTONS, key_parameter=KEY_PARAMETER)
    main.app.add_exception_handler(Exception, _unexpected)
    outer = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    outer.add_exception_handler(Exception, _unexpected)
    outer.add_exception_handler(Refused, _refused)
    outer.add_exception_handler(HTTPException, _not_signed_in)
    _add_calls(outer, dependencies.get_user)
    _add_look(outer)
    outer.mount("/", main.main_app)
    return Gate(outer, access)


def _registered(
    function: WorksheetFunction, func: Callable[..., Any], arg: Callable[..., Any]
) -> Any:  # noqa: ANN401 - xlwings' decorators give anything
    """Describe a function to xlwings, which tells Excel its name, help and arguments."""

    def call(*values: Any) -> Any:  # noqa: ANN401 - what xlwings reads and writes
        result = evaluate(function, [argument_from_office(value) for value in values])
        return rows_to_office(result if isinstance(result, list) else [[result]])

    call.__name__ = call.__qualname__ = function.name
    call.__doc__ = function.help
    call.__signature__ = Signature(  # type: ignore[attr-defined]  # read by inspect.signature
        [
            PythonParameter(
                parameter.name,
                PythonParameter.POSITIONAL_OR_KEYWORD,
                default=None if parameter.optional else PythonParameter.empty,
            )
            for parameter in function.parameters
        ]
    )
    described: Any = call
    for parameter in function.parameters:
        described = arg(parameter.name, doc=parameter.help, ndim=2, err_to_str=True)(described)
    return func(described)


def _add_calls(outer: FastAPI, signed_in: Callable[..., Any]) -> None:
    """Answer functions and buttons, in threads, so that others are answered meanwhile."""
    downloads = Downloads()
    turn = asyncio.Lock()
    needs = [Depends(signed_in)]

    @outer.post("/xlwings/custom-functions-call", response_model=None, dependencies=needs)
    async def call(request: Request) -> Response:
        body = await request.body()
        try:
            async with asyncio.timeout(FUNCTION_SECONDS):
                data = await asyncio.to_thread(answer, body)
        except TimeoutError:
            raise refuse("server_call_slow") from None
        return Response(data, media_type="application/json")

    @outer.post("/xlwings/custom-scripts-call/{name}", response_model=None, dependencies=needs)
    async def script(name: str, request: Request) -> Response:
        body = await request.body()
        async with turn:
            data = await asyncio.to_thread(press, name, body, downloads)
        return Response(data, media_type="application/json")

    @outer.get("/shk/dokument/{token}", response_model=None)
    async def download(token: str) -> Response:
        found = downloads.take(token)
        if found is None:
            return _told(Fault("server_download_gone"), HTTPStatus.GONE)
        disposition = f"attachment; filename*=UTF-8''{quote(found.name)}"
        headers = {"content-disposition": disposition, "cache-control": "no-store"}
        return Response(found.data, media_type=found.media_type, headers=headers)


def _add_look(outer: FastAPI) -> None:
    """Serve the one palette to the task pane."""
    colours = "".join(
        f"  --{name.lower().replace('_', '-')}: #{getattr(look, name)};\n" for name in _COLOURS
    )
    sheet = f':root {{\n{colours}  --font: "{look.FONT}";\n}}\n'

    @outer.get("/shk/look.css", response_model=None)
    async def look_css() -> Response:
        return Response(sheet, media_type="text/css", headers={"cache-control": "no-cache"})


def _told(fault: Fault, status: int) -> Response:
    return PlainTextResponse(in_words(fault), status)


async def _refused(_request: Request, error: Exception) -> Response:
    faults = error.faults if isinstance(error, Refused) else ()
    return PlainTextResponse("\n".join(map(in_words, faults)), HTTPStatus.BAD_REQUEST)


async def _not_signed_in(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else HTTPStatus.UNAUTHORIZED
    return _told(Fault("server_sign_in_failed"), status)


async def _unexpected(_request: Request, error: Exception) -> Response:
    """Tell the person a number that the log has too; the rest is nobody's but the host's."""
    number = secrets.token_hex(4)
    _LOG.error("Fel %s", number, exc_info=error)
    fault = Fault("server_failed", values={"number": number})
    return _told(fault, HTTPStatus.INTERNAL_SERVER_ERROR)

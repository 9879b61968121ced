"""The main.py for xlwings Lite: whole, to the letter, and in need of nothing else."""

from __future__ import annotations

import ast
import base64
import sys

import pytest

from shk_xl import __version__
from shk_xl.documents.kinds import DocumentKind
from shk_xl.documents.templates.files import read_template
from shk_xl.excel.buttons import BUTTONS
from shk_xl.excel.lite import bundle
from shk_xl.excel.lite.closure import Module, closure, find, foreign
from shk_xl.excel.lite.packages import FOR_DOCUMENTS
from shk_xl.functions.catalogue import FUNCTIONS

STANDARD = frozenset(sys.stdlib_module_names)


@pytest.fixture(scope="module")
def text() -> str:
    return bundle.main_py()


def carried(text: str, name: str) -> dict[str, str]:
    """Read one of the dictionaries at the end of main.py."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            value = ast.literal_eval(node.value)
            assert isinstance(value, dict)
            return value
    raise LookupError(name)


def test_functions_need_the_standard_library_alone() -> None:
    assert foreign(closure(["shk_xl.excel.lite.calls"])) <= STANDARD


def test_buttons_need_xlwings_too_until_documents_are_made() -> None:
    modules = closure(["shk_xl.excel.lite.press"], when_loaded=True)
    assert foreign(modules, when_loaded=True) - STANDARD == {"xlwings"}


def test_what_documents_need_beside_can_be_asked_for() -> None:
    follows_jinja2 = {"markupsafe"}
    others = foreign(closure(bundle.ROOTS)) - STANDARD - follows_jinja2
    assert others <= {"xlwings", *FOR_DOCUMENTS}


def test_the_modules_come_along_to_the_letter(text: str) -> None:
    modules = closure(bundle.ROOTS)
    assert carried(text, "MODULES") == {module.path: module.source for module in modules}


def test_the_templates_come_along_byte_by_byte(text: str) -> None:
    found = {
        path.rpartition("/")[2]: base64.b64decode(data)
        for path, data in carried(text, "TEMPLATES").items()
    }
    assert found == {kind.template: read_template(kind.template) for kind in DocumentKind}


def test_the_head_tells_what_it_is_and_of_which_version(text: str) -> None:
    head, _, body = text.partition(bundle.RULE)
    assert head.startswith("# ")
    assert all(line.startswith("#") for line in head.splitlines())
    assert f"shk_xl {__version__}" in head
    assert "shk-xl excel lite" in head
    assert bundle.digest(body) in head


def test_what_excel_sees_stands_first_and_in_the_order_of_the_tables(text: str) -> None:
    tree = ast.parse(text)
    defined = [
        node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    wanted = [*(function.name for function in FUNCTIONS), *(button.name for button in BUTTONS)]
    assert defined[: len(wanted)] == wanted


def test_no_argument_of_a_function_is_annotated(text: str) -> None:
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("SHK_"):
            assert all(argument.annotation is None for argument in node.args.args)


def test_the_same_project_gives_the_same_text(text: str) -> None:
    assert bundle.main_py() == text


@pytest.mark.parametrize("source", ["a = '''b'''\n", "a = 'b'", "a = 1\r\n", "# c\\"])
def test_a_source_that_would_not_survive_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match=r"shk_xl/x\.py"):
        bundle._raw(Module("shk_xl.x", "shk_xl/x.py", source))


def test_a_closure_follows_imports_inside_functions() -> None:
    names = {module.name for module in closure(["shk_xl.excel.lite.press"])}
    assert "shk_xl.documents.pictures.draw" in names
    loaded = {module.name for module in closure(["shk_xl.excel.lite.press"], when_loaded=True)}
    assert not any(name.startswith("shk_xl.documents") for name in loaded)


def test_a_module_that_does_not_exist_is_not_passed_over() -> None:
    assert find("shk_xl.saknas") is None
    with pytest.raises(LookupError):
        closure(["shk_xl.saknas"])

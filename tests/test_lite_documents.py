"""Word documents from main.py alone: its own modules and templates, nothing of the project.

What the documents need (lxml, matplotlib) is not at hand for Pyodide here, so this is ordinary
Python; the modules are those that main.py unpacks, and no others can be found.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from remote_book import RemoteBook

from shk_xl.documents.produce import produce_documents
from shk_xl.documents.stamp import SourceStamp
from shk_xl.excel.lite.bundle import main_py
from shk_xl.excel.live.book import read_live

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parents[1]
DRIVER = """
import json, sys
from pathlib import Path
tests, root, folder = sys.argv[1:]
sys.path.append(tests)
sys.path[:] = [path for path in sys.path if path not in ("", root)]
exec(compile(Path(folder, "main.py").read_text(encoding="utf-8"), "main.py", "exec"), {})
from remote_book import RemoteBook
from shk_xl.excel.lite.press import LiteHost
from shk_xl.excel.live.scripts import run
remote = RemoteBook(Path(root, "workbooks", "exempel_2024.xlsx").read_bytes(), "bok.xlsx")
files = Path(folder, "data")
told = {}
host = LiteHost(files=files)
from shk_xl.domain.faults import Refused

try:
    run("skapa_helhetsforslag", remote.open(), host)
except Refused as refused:
    told["no folder"] = [fault.code for fault in refused.faults]
files.mkdir()
remote.select("Initiativ", "A4")
told["one"] = run("skapa_underlag", remote.open(), host)
told["one made"] = sorted(path.name for path in files.rglob("*.docx"))
remote.select("Om filen", "A1")
for name in ("skapa_underlag", "skapa_helhetsforslag", "skapa_motesanteckningar"):
    told[name] = run(name, remote.open(), host)
told["modules"] = sorted({
    str(Path(module.__file__).parents[len(name.split("."))
        - (not module.__file__.endswith("__init__.py"))])
    for name, module in sys.modules.items() if name.partition(".")[0] == "shk_xl"
})
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """Make all documents with main.py, in a process that has only what it brings."""
    folder = tmp_path_factory.mktemp("lite")
    (folder / "main.py").write_text(main_py(), encoding="utf-8")
    command = [sys.executable, "-c", DRIVER, str(ROOT / "tests"), str(ROOT), str(folder)]
    place = {**os.environ, "TMPDIR": str(folder)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=place)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert isinstance(found, dict)
    return folder / "data" / "bok", found


def content(path: Path) -> bytes:
    with zipfile.ZipFile(path) as package:
        return package.read("word/document.xml")


def test_every_module_is_one_that_main_py_brought(made: tuple[Path, dict[str, Any]]) -> None:
    _, told = made
    (folder,) = told["modules"]
    assert "shk_xl-lite-" in folder


def test_the_documents_are_those_of_the_command_line(
    made: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    folder, _ = made
    read = read_live(RemoteBook((ROOT / "workbooks" / "exempel_2024.xlsx").read_bytes()).open())
    produced = produce_documents(
        read.portfolio,
        tmp_path,
        source=SourceStamp("bok.xlsx", read.sha256),
        today=datetime.now().astimezone().date(),
    )
    assert len(produced) > 5
    assert {path.name for path in folder.iterdir()} == {one.path.name for one in produced}
    for one in produced:
        assert content(folder / one.path.name) == content(one.path)


def test_the_selected_initiative_is_made_alone(made: tuple[Path, dict[str, Any]]) -> None:
    _, told = made
    assert len(told["one made"]) == 1
    assert "Dokumentet är klart. Hämta i mappen bok" in told["one"]
    assert "Import/Export" in told["skapa_underlag"]


def test_an_add_in_without_files_to_fetch_makes_nothing(
    made: tuple[Path, dict[str, Any]],
) -> None:
    _, told = made
    assert told["no folder"] == ["lite_no_files"]

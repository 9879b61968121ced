"""How main.py puts the modules that it carries where Python finds them.

The source of ``unpack`` stands in main.py to the letter, so it uses nothing but the names that
main.py imports too.
"""

from __future__ import annotations

import base64
import importlib
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path


def unpack(modules: Mapping[str, str], templates: Mapping[str, str]) -> None:
    """Write the modules to a folder of their own, and let Python import them from it.

    Real files make a traceback show its lines, and the templates lie where the modules look.
    What an earlier main.py unpacked in the same interpreter gives way.

    Args:
        modules: Source text by path.
        templates: Word templates in Base64, by path.
    """
    prefix = "shk_xl-lite-"
    for old in [path for path in sys.path if Path(path).name.startswith(prefix)]:
        sys.path.remove(old)
        shutil.rmtree(old, ignore_errors=True)
    for name in [name for name in sys.modules if name.partition(".")[0] == "shk_xl"]:
        del sys.modules[name]
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    contents = {path: text.encode() for path, text in modules.items()}
    contents |= {path: base64.b64decode(text) for path, text in templates.items()}
    for path, content in contents.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()

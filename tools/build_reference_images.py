"""Renew the reference images of the documents: one page in grey an image, in tests/reference.

Look at the pages before they are kept: what stands in them is what the tests hold every later
page against. LibreOffice, pdftoppm and the typeface Carlito must be installed.
Run: ``python tools/build_reference_images.py``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from reference_pages import FOLDER, differences, documents, pages, reference, save


def main() -> None:
    """Render every kind, keep the pages, and tell which documents look otherwise than before."""
    with TemporaryDirectory() as folder:
        rendered = pages(documents(Path(folder)))
    for name, found in rendered.items():
        for line in differences(name, found, reference(name)):
            print(line)
    for path in FOLDER.glob("*.png"):
        path.unlink()
    for name, found in rendered.items():
        save(name, found)
    size = sum(path.stat().st_size for path in FOLDER.glob("*.png"))
    print(f"{sum(map(len, rendered.values()))} pages, {size / 1000:.0f} kB in {FOLDER}")


if __name__ == "__main__":
    main()

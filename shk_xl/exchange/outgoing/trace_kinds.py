"""The kinds of traces that a workbook can carry, as tables.

Rules: what a copy may have is listed, and all else is a trace: a part, a property, an element
that nobody thought of is found as well as one that somebody did.
"""

from __future__ import annotations

import re
from typing import Final

OUR_PARTS: Final = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:core|app|custom)\.xml"
    r"|xl/(?:workbook|styles|sharedStrings)\.xml|xl/_rels/workbook\.xml\.rels"
    r"|xl/theme/theme1\.xml|xl/worksheets/(?:_rels/sheet\d+\.xml\.rels|sheet\d+\.xml)"
    r"|xl/tables/table\d+\.xml|xl/charts/chart\d+\.xml"
    r"|xl/drawings/(?:_rels/drawing\d+\.xml\.rels|drawing\d+\.xml)"
)
"""The parts that the builder makes; a copy has no others."""

KNOWN_PARTS: Final = (
    ("printersettings", "skrivarinställningar"),
    ("threadedcomment", "kommentarstrådar"),
    ("persons/", "namn på personer"),
    ("comments", "kommentarer"),
    ("vmldrawing", "kommentarsrutor eller knappar"),
    ("externallinks/", "länkar till andra arbetsböcker"),
    ("pivotcache/", "sparade källdata till pivottabeller"),
    ("pivottables/", "pivottabeller"),
    ("thumbnail", "en bild av första bladet"),
    ("customxml/", "egen XML"),
    ("media/", "bilder"),
    ("embeddings/", "inbäddade filer"),
    ("vbaproject", "makron"),
    ("activex/", "ActiveX-kontroller"),
    ("ctrlprops/", "formulärkontroller"),
    ("querytables/", "databasfrågor"),
    ("connections", "anslutningar"),
    ("revisions/", "en ändringshistorik"),
    ("usernames", "namn på användare"),
    ("webextensions/", "tillägg"),
    ("docmetadata/", "känslighetsetiketter"),
)
"""What stands in the name of a part, in lower case, and what such a part is."""

CORE_PROPERTIES: Final = frozenset(
    {"coreProperties", "title", "subject", "creator", "lastModifiedBy", "created", "modified"}
    | {"language"}
)
AUTHORS: Final = ("creator", "lastModifiedBy")
APP_PROPERTIES: Final = frozenset(
    {"Properties", "Application", "DocSecurity", "ScaleCrop", "HeadingPairs", "TitlesOfParts"}
    | {"LinksUpToDate", "SharedDoc", "HyperlinksChanged", "AppVersion"}
    | {"vector", "variant", "lpstr", "i4"}
)

TRACE_ELEMENTS: Final = {
    "absPath": "leak_path",
    "author": "leak_author",
    "customWorkbookView": "leak_author",
    "fileSharing": "leak_author",
    "person": "leak_author",
    "userInfo": "leak_author",
    "documentId": "leak_property",
    "revisionPtr": "leak_property",
    "fileRecoveryPr": "leak_property",
    "webPublishing": "leak_external",
    "webPublishItem": "leak_external",
    "oleLink": "leak_external",
    "ddeLink": "leak_external",
}
"""Elements that say who, where or when, by their names without prefix."""

LETTERS: Final = r"0-9A-Za-z_\u00c0-\u024f"
"""Latin ones: bytes that are read in the wrong way look like letters of other scripts."""
MAIL: Final = re.compile(
    rf"(?<![{LETTERS}.+%-])[{LETTERS}.+%-]++@[{LETTERS}-]++(?:\.[{LETTERS}-]++)++"
)
"""Nothing in it is tried twice: a text can be one long word."""
PATH: Final = re.compile(
    r"(?<![A-Za-z])[A-Za-z]:[\\/][^\s\"<>|*?]+"
    r"|\\\\[\w.-]+\\[^\s\"<>|*?]+"
    r"|(?<![\w.])/(?:Users|home|root|private|Volumes|mnt|media|tmp|var|srv|opt)/[^\s\"<>|*?]+"
    r"|(?:file|https?|ftp|smb)://[^\s\"<>]+"
)
"""Folders of Windows, macOS and Linux, and addresses on the web."""
NAMESPACE: Final = re.compile(
    r"https?://(?:schemas\.(?:openxmlformats\.org|microsoft\.com)|purl\.(?:org|oclc\.org)"
    r"|www\.w3\.org)(?:/|$)"
)
"""What formats call their namespaces: an address that leads nowhere."""

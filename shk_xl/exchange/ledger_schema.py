"""The tables of the ledger, as SQL.

Rules: the columns are the fields of ``records``; a test holds the two against each other. A
table is only ever added to: a change of the schema is a new number, with the way there from
the one before.
"""

from __future__ import annotations

from typing import Final

NUMBER: Final = 1
"""Kept in the database's ``user_version``; 0 is an empty file."""

SCHEMA: Final = """
CREATE TABLE facts (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE rounds (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    book_sha256 TEXT NOT NULL,
    ask TEXT NOT NULL,
    due TEXT NOT NULL,
    only_own INTEGER NOT NULL
) STRICT;

CREATE TABLE copies (
    id_text TEXT PRIMARY KEY,
    round INTEGER NOT NULL REFERENCES rounds (number),
    party TEXT NOT NULL,
    base_sha256 TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    file_name TEXT NOT NULL,
    at TEXT NOT NULL,
    UNIQUE (round, party)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
    key TEXT PRIMARY KEY,
    round INTEGER NOT NULL REFERENCES rounds (number),
    party TEXT NOT NULL,
    recipient TEXT NOT NULL,
    via TEXT NOT NULL,
    message_id TEXT NOT NULL,
    message_sha256 TEXT NOT NULL,
    attachment_sha256 TEXT NOT NULL,
    file_name TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    queued_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (
        state IN ('queued', 'sending', 'sent', 'drafted', 'failed', 'unknown', 'cancelled')
    ),
    changed_at TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    not_before TEXT NOT NULL,
    reason TEXT NOT NULL,
    answer TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE incoming (
    sha256 TEXT PRIMARY KEY,
    at TEXT NOT NULL,
    name TEXT NOT NULL,
    sender TEXT NOT NULL,
    message_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (
        state IN ('stored', 'waiting', 'merged', 'refused', 'no_workbook', 'seen_before')
    ),
    reason TEXT NOT NULL,
    "values" TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE incoming_files (
    message_sha256 TEXT NOT NULL REFERENCES incoming (sha256),
    position INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    file_name TEXT NOT NULL,
    id_text TEXT NOT NULL,
    party TEXT NOT NULL,
    state TEXT NOT NULL CHECK (
        state IN ('stored', 'waiting', 'merged', 'refused', 'no_workbook', 'seen_before')
    ),
    reason TEXT NOT NULL,
    "values" TEXT NOT NULL,
    merge INTEGER REFERENCES merges (number),
    PRIMARY KEY (message_sha256, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX incoming_files_by_hash ON incoming_files (sha256);

CREATE TABLE merges (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    before_sha256 TEXT NOT NULL,
    after_sha256 TEXT NOT NULL,
    counts TEXT NOT NULL,
    undone_at TEXT NOT NULL
) STRICT;

CREATE TABLE receipts (
    merge INTEGER NOT NULL REFERENCES merges (number),
    party TEXT NOT NULL,
    key TEXT NOT NULL REFERENCES outbox (key),
    at TEXT NOT NULL,
    PRIMARY KEY (merge, party)
) STRICT, WITHOUT ROWID;

CREATE TABLE versions (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    ending TEXT NOT NULL,
    reason TEXT NOT NULL,
    merge INTEGER REFERENCES merges (number)
) STRICT;
"""

"""The three-way merge of our tables: base, ours and theirs, by row key and column.

Rules: pure; no file, no mail, no clock. Every difference between a reply and its base ends in
exactly one place: a change, a conflict, a proposal or a notice (``balance`` proves it). What
two have changed differently is a conflict and nobody's value is written. Rows come and go by
a person's choice alone.
"""

"""Workbooks by email: a copy out to each party, and what comes back, merged."""

"""Office packages as bytes: guarded, read, and changed without touching the rest."""

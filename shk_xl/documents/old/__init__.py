"""Reading old documents: decision bases, proposals and minutes, as text or Word."""

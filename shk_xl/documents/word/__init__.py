"""Word as a format: packages, styles, paragraphs and what a document says."""

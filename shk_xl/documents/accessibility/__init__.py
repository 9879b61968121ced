"""Whether everybody can read a document: Word files and PDFs against a table of rules."""

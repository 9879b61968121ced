"""The pack: a meeting's documents in one folder and one PDF, ready to send."""

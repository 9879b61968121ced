"""The one table of worksheet functions, and the one way to call them. Standard library only."""

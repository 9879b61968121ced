"""shk_xl: portfolios, budgets, priorities and decision documents, from Excel to Word."""

__version__ = "0.3.0"

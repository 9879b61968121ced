"""Writing into a workbook that exists: cells, rows and sheets of ours, and nothing else."""

"""xlwings Lite, the free add-in that runs Python inside Excel: the file for its editor."""

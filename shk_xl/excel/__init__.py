"""Where the worksheet functions run live."""

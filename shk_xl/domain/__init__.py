"""What a portfolio is and how it is counted. Standard library only, no I/O."""

"""The pictures of the overall proposal."""

"""Word templates: found, checked, compiled and filled."""

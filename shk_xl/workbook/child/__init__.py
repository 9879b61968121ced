"""One process beside the program's own, where files that nobody vouches for are read.

Rules: it does named jobs on bytes, one at a time, under limits on memory and time, and can
reach nothing: no network, no other program, no file to write. What goes wrong in it ends it,
and with it the one file that it had.
"""

"""xlwings Server: the same functions and buttons in any Excel, from a program that hosts them."""

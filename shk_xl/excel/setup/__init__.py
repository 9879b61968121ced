"""Setting up Excel on a machine: what is put there, what is checked, what is taken away."""

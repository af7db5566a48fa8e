"""The themes of the golden numbers; `make.py`, one folder up, runs them."""

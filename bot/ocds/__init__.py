"""Tender notices as publishers give them (the Open Contracting Data Standard), read with everything that is wrong with them."""

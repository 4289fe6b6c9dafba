"""A dataset that was built -> built anew and compared: where bytes differ, and what in cells may make them."""

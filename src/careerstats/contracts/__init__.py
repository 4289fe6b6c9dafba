"""The types of what travels between the rooms: facts, never words made of them."""

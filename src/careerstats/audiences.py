"""For whom a note is: the two audiences, by the names that commands and folders give them."""

INTERNAL, PUBLIC = "internal", "public"
"""Audiences of a note; the public sees no number that points at a child."""

"""What is published -> read as a stranger reads it, and whether what is hidden can be computed from it."""

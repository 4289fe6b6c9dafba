"""Counts and audience -> what may be shown of them, over all notes together: hidden, masked, attacked."""

"""Counts and catalogue -> values with verdicts; published figures -> what does not come out again."""

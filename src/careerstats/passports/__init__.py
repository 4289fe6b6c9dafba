"""The catalogue -> its passports in words: for the command line, for docs/method.md, for the trace of a value."""

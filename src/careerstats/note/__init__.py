"""A bundle -> what a notebook may show: one function per section, one per figure."""

"""A value -> the cells it was made of, computed again and told in lines: ``careerstats trace``."""

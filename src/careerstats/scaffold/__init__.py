"""A newcomer's first hour: the folder of a new dataset, and a look at what is installed."""

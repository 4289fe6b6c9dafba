"""A dataset -> counts -> values -> decisions -> bundles -> notes -> the page of the region: the whole run.

Nothing heavy is imported until the first look-up has found that something changed.
"""

"""Values and the ledger of a run -> the page of the region, one for each period."""

"""Tasks -> notes on disk: the papermill engine, the worker processes, the ledger of the run."""

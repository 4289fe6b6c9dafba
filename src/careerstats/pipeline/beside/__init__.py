"""Built notes -> what lies beside them: the method, plans to fill in, protocols, packages, pages of the region."""

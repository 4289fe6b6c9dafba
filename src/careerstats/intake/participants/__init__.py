"""Person-level files -> counts by school, municipality, class and ОВЗ; nothing of a person goes out of here."""

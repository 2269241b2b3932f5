"""Words in each language: catalogues, dates, numbers, lists."""

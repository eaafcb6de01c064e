"""City by city: comparisons, summaries and profiles over all reports, from the ledger of figures. See ``comparer``."""

"""Web pages of the reports' sections: a permanent address each, opened by a signed pass that expires."""

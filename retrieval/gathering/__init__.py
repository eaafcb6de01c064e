"""Sources that are looked at again and again: what they list becomes documents, and what is wrong with them is said."""

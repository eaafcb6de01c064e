"""What is kept: the catalogue (SQL, the only truth) and the indexes derived from it (words, vectors)."""

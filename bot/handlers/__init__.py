"""One file a user's job; ``routes`` says which words and buttons lead where."""

"""What a person follows, what of a document decides whether it fits, and the statements that are told of it."""

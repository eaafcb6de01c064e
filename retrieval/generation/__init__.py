"""Answers worded by a language model: what is offered to it, how it is called, how its text is read and held to the evidence."""

"""The chat front end and the command line; sees the library only through ``retrieval``'s public names."""

"""The bot's own web server, in the bot's process: source pages, health, metrics, the webhook."""

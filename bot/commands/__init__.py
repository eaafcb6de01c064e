"""The commands of ``huiwen`` beyond the everyday ones, one file a subject; ``bot.cli`` registers them."""

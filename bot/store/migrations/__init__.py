"""The numbered steps that bring a database to the shape of `bot.store.tables`."""

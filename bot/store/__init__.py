"""The database: engine, sessions, migrations, and the vault of personal values."""

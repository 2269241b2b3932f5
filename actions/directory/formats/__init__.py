"""The formats of others: each read row by row into the common record, without losing a row that can be kept."""

"""What printed words are, whoever prints them: labels, numbers, names, posts, classes of items, ceremonies, phrases of records."""

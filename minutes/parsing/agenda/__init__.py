"""What is on the agenda: the list in the head, and headings in the record."""

"""The lines of a document as they were printed, and lines that print doubled, broke or set in columns."""

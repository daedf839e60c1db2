"""The head of a document: title, labels with their values, lists, and where the record begins."""

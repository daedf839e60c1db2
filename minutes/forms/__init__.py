"""Forms of the staff pages: sending in a document, correcting a draft."""

"""Who speaks: which signs and words stand before what is said, in one document."""

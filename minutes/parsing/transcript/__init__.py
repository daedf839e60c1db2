"""A talk that was recorded -> minutes: its speeches, and what of a head the recording tells."""

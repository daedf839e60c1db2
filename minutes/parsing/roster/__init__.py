"""Who came: lists of people -> attendees."""

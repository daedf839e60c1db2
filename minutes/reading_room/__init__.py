"""reading_room"""

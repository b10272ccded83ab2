"""Signpost: short addresses, and a page that says where they lead."""

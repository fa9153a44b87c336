"""Everything that changes what organizers prepare."""

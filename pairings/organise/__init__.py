"""What a group's admins do about pairs: see how it goes, put two people together, launch, end."""

"""What a group's admins see of sign-up, and what they change in it."""

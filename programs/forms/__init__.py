"""Shape only: what is a legal move is the services' to say."""

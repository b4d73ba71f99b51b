from .profiles import Answer, Mark, Profile, ProfileTopic

__all__ = ["Answer", "Mark", "Profile", "ProfileTopic"]

from .profiles import Answer, Profile, ProfileTopic

__all__ = ["Answer", "Profile", "ProfileTopic"]

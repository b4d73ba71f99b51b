"""The ASGI application: `manage.py up` serves everything with it, production only /live/."""

import os
import warnings

os.environ["PROCESS"] = "live"  # whatever was said: no connection may outlive its request here
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")

from django.core.asgi import get_asgi_application

# whitenoise hands files over piece by piece; they are small, and production gives them out by WSGI.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")

site = get_asgi_application()

from messaging.streams import WithStreams  # only now: it imports models

application = WithStreams(site)

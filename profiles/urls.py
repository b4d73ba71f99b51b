from django.urls import path

from profiles import organise
from profiles.views import directory, sign_up, standing

program = [
    path("sign-up/", sign_up.sign_up, name="sign_up"),
    path("sign-up/check/", sign_up.check, name="sign_up_check"),
    path("sign-up/done/", sign_up.done, name="sign_up_done"),
    path("sign-up/places/", standing.places, name="sign_up_places"),
    path("sign-up/room/", standing.room, name="sign_up_room"),
    path("sign-up/<slug:role>/<int:step>/", sign_up.step, name="sign_up_step"),
    path("directory/", directory.directory, name="directory"),
    path("directory/leave-it/", standing.leave_it, name="leave_it"),
    path("directory/<code:code>/", directory.answers, name="answers"),
    path("sign-ups/", organise.sign_ups, name="sign_ups"),
]

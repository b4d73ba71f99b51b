from django.urls import path

from profiles.organise import questions, sign_ups
from profiles.views import directory, marks, sign_up, standing

root = [
    path("s/<code:code>/", sign_ups.sign_up_short, name="sign_up_short"),
]

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
    path("directory/<code:code>/mark/", marks.mark, name="mark"),
    path("directory/<code:code>/mark/undo/", marks.mark_undo, name="mark_undo"),
    path("sign-ups/", sign_ups.sign_ups, name="sign_ups"),
    path("sign-ups/fine/", sign_ups.sign_ups_fine, name="sign_ups_fine"),
    path("sign-ups/<code:code>/", sign_ups.sign_up_read, name="sign_up_read"),
    path("sign-ups/<code:code>/fine/", sign_ups.sign_up_fine, name="sign_up_fine"),
    path("sign-ups/<code:code>/change/", sign_ups.sign_up_ask, name="sign_up_ask"),
    path("sign-ups/<code:code>/not-this-time/", sign_ups.sign_up_decline, name="sign_up_decline"),
    path("manage/questions/new/<slug:role>/", questions.question_new, name="question_new"),
    path("manage/questions/preview/<slug:role>/", questions.questions_preview, name="questions_preview"),
    path("manage/questions/<slug:role>/<slug:key>/", questions.question_edit, name="question_edit"),
    path(
        "manage/questions/<slug:role>/<slug:key>/remove/", questions.question_remove, name="question_remove"
    ),
]

from django.urls import path

from . import organise

group = [
    path("programs/new/", organise.program_new, name="program_new"),
]

program = [
    path("manage/curriculum/", organise.curriculum, name="curriculum"),
    path("manage/curriculum/check/", organise.curriculum_check, name="curriculum_check"),
    path("manage/questions/", organise.question_list, name="questions"),
    path("manage/questions/check/", organise.questions_check, name="questions_check"),
    path("manage/questions/<slug:role>/<slug:key>/", organise.question_edit, name="question_edit"),
    path("manage/sign-up/", organise.sign_up_open, name="sign_up_open"),
    path("manage/sign-up/close/", organise.sign_up_close, name="sign_up_close"),
    path("manage/sign-up/reopen/", organise.sign_up_reopen, name="sign_up_reopen"),
    path("manage/finish/", organise.program_finish, name="program_finish"),
]

from django.urls import path

from .organise import files, questions, seasons, starting, weeks

group = [
    path("programs/new/", starting.program_new, name="program_new"),
    path("programs/new/copy/", starting.program_copy, name="program_copy"),
    path("programs/new/file/", starting.program_from_file, name="program_from_file"),
    path("programs/new/blank/", starting.program_blank, name="program_blank"),
    path("manage/archive/", seasons.archived_programs, name="archived_programs"),
]

program = [
    path("manage/curriculum/check/", weeks.curriculum_check, name="curriculum_check"),
    path("manage/files/program.yaml", files.file_export, name="file_export"),
    path("manage/runbook/", files.runbook_page, name="runbook"),
    path("manage/questions/", questions.question_list, name="questions"),
    path("manage/questions/check/", questions.questions_check, name="questions_check"),
    path("manage/questions/<slug:role>/<slug:key>/move/", questions.question_move, name="question_move"),
    path("manage/sign-up/", seasons.sign_up_open, name="sign_up_open"),
    path("manage/sign-up/close/", seasons.sign_up_close, name="sign_up_close"),
    path("manage/sign-up/reopen/", seasons.sign_up_reopen, name="sign_up_reopen"),
    path("manage/sign-up/poster/", seasons.poster, name="poster"),
    path("manage/finish/", seasons.program_finish, name="program_finish"),
    path("manage/carry-on/", seasons.program_carry_on, name="program_carry_on"),
    path("manage/next-season/", seasons.program_duplicate, name="program_duplicate"),
]

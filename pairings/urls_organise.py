"""Addresses of what admins do about pairs; pairings/urls.py joins them."""

from django.urls import path

from .organise import board, details, files, hold, overview, pairs, settings, trial, week_pages, weeks

group = [path("manage/settings/", settings.manage_settings, name="manage_settings")]

program = [
    path("manage/", overview.program_manage, name="program_manage"),
    path("manage/details/", details.program_details, name="program_details"),
    path("manage/hold/", hold.program_hold, name="program_hold"),
    path("manage/hold/end/", hold.program_go_on, name="program_go_on"),
    path("manage/curriculum/", weeks.curriculum, name="curriculum"),
    path("manage/curriculum/add/", week_pages.week_add, name="week_add"),
    path("manage/curriculum/preview/", week_pages.week_preview, name="week_preview"),
    path("manage/curriculum/test/", week_pages.week_test, name="week_test"),
    path("manage/curriculum/stretches/", weeks.curriculum_stretches, name="curriculum_stretches"),
    path("manage/curriculum/reading/", weeks.curriculum_reading, name="curriculum_reading"),
    path("manage/curriculum/<int:number>/", week_pages.week_edit, name="week_edit"),
    path("manage/curriculum/<uuid:root>/up/", weeks.week_up, name="week_up"),
    path("manage/curriculum/<uuid:root>/down/", weeks.week_down, name="week_down"),
    path("manage/curriculum/<uuid:root>/hide/", weeks.week_hide, name="week_hide"),
    path("manage/curriculum/<uuid:root>/back/", weeks.week_back, name="week_back"),
    path("manage/curriculum/<uuid:root>/remove/", weeks.week_remove, name="week_remove"),
    path("manage/curriculum/<uuid:root>/original/", week_pages.week_original, name="week_original"),
    path("manage/files/", files.files, name="files"),
    path("manage/files/preview/", files.file_preview, name="file_preview"),
    path("manage/files/import/", files.file_import, name="file_import"),
    path("manage/pairing/", board.pairing_board, name="pairing_board"),
    path("manage/pairing/pair/", board.pair_them, name="pair_them"),
    path("manage/pairing/<code:code>/remove/", board.draft_remove, name="draft_remove"),
    path("manage/launch/", board.launch, name="launch"),
    path("manage/launch/undo/", board.launch_undo, name="launch_undo"),
    path("manage/try/", trial.trial, name="trial"),
    path("manage/try/<int:number>/", trial.trial_week, name="trial_week"),
    path("manage/try/end/", trial.trial_end, name="trial_end"),
    path("manage/pairs/", pairs.manage_pairs, name="manage_pairs"),
    path("manage/pairs/<code:code>/", pairs.manage_pair, name="manage_pair"),
    path("manage/pairs/<code:code>/end/", pairs.manage_pair_end, name="manage_pair_end"),
]

"""Addresses of what admins do about pairs; pairings/urls.py joins them."""

from django.urls import path

from .organise import board, details, hold, overview, pairs, settings, trial, weeks

group = [path("manage/settings/", settings.manage_settings, name="manage_settings")]

program = [
    path("manage/", overview.program_manage, name="program_manage"),
    path("manage/details/", details.program_details, name="program_details"),
    path("manage/hold/", hold.program_hold, name="program_hold"),
    path("manage/hold/end/", hold.program_go_on, name="program_go_on"),
    path("manage/curriculum/<int:number>/", weeks.week_edit, name="week_edit"),
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

"""Every page that a browser can show, and the names that are no pages."""

from django.urls import reverse

from messaging import unsubscribe
from tests.e2e.doors_pages import DOORS, DOORS_WRITES
from tests.e2e.entries import (
    Entry,
    group,
    plain,
    press,
    press_first_button,
    second_factor,
    wait_for_a_mail,
    wait_for_code,
    wait_for_first_code,
)
from tests.e2e.files_pages import FILES as FILES_PAGES
from tests.e2e.files_pages import FILES_WRITES
from tests.e2e.group_pages import GROUPS
from tests.e2e.hellos_pages import HELLOS
from tests.e2e.invites_pages import INVITES, INVITES_WRITES
from tests.e2e.me_pages import ME, ME_WRITES
from tests.e2e.questions_pages import QUESTIONS, QUESTIONS_WRITES
from tests.e2e.seasons_pages import SEASONS, SEASONS_WRITES
from tests.e2e.sign_up_pages import SIGN_UP
from tests.e2e.talk_pages import TALK, TALK_LEAD_ON, TALK_WRITES
from tests.e2e.trial_pages import TRIAL, TRIAL_WRITES
from tests.e2e.weeks_pages import WEEKS, WEEKS_WRITES

PUBLIC = [
    Entry(name, None, plain(name), "landing" if name == "today" else "", public=True)
    for name in (
        "today",
        "about",
        "accessibility",
        "help",
        "privacy",
        "safety",
        "terms",
        "account_login",
        "account_signup",
    )
] + [
    Entry("invite", None, lambda w: w.link, public=True),
    Entry("group_home", None, group("group_home"), "card", public=True),
]

ENTRANCE = [
    Entry("account_login", None, plain("account_login"), "empty", 422, press("Continue")),
    Entry("account_signup", None, plain("account_signup"), "empty", 422, press("Continue")),
    Entry("account_confirm_login_code", None, plain("account_login"), "", 200, wait_for_code),
    Entry("account_email_verification_sent", None, plain("account_signup"), "", 200, wait_for_first_code),
    Entry("account_inactive", None, plain("account_inactive")),
    Entry("account_reset_password", None, plain("account_reset_password")),
    Entry("account_reset_password_done", None, plain("account_reset_password_done")),
    Entry("account_reset_password_from_key", None, plain("account_reset_password_from_key", "1", "old-key")),
    Entry("account_reset_password_from_key_done", None, plain("account_reset_password_from_key_done")),
    Entry("mfa_authenticate", None, plain("dev"), "", 200, second_factor),
    Entry("adult", "young", plain("adult")),
    Entry("use_invite", "sam", lambda w: reverse("use_invite") + "?invite=nothing", "wrong", 422),
    Entry(
        "unsubscribe",
        None,
        lambda w: reverse("unsubscribe", args=[unsubscribe.token(w.user("dani"), "week")]),
    ),
    Entry("unsubscribe", None, plain("unsubscribe", "damaged"), "damaged", 404),
]

OWN = [
    Entry(name, "dani", plain(name))
    for name in (
        "today",
        "inbox",
        "notices",
        "account_logout",
        "account_email",
        "account_set_password",
        "account_reauthenticate_by_code",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "group_new",
    )
] + [
    Entry("today", "empty", plain("today"), "quiet"),
    Entry("today", "priya", plain("today"), "admin"),
    Entry("inbox", "empty", plain("inbox"), "quiet"),
    Entry("notices", "empty", plain("notices"), "quiet"),
    Entry("pairs", "amara", plain("pairs")),
    Entry("group_new", "dani", plain("group_new"), "empty", 422, press("Make the group")),
    Entry("mfa_deactivate_totp", "jun", plain("mfa_deactivate_totp")),
    Entry("mfa_index", "jun", plain("mfa_index"), "set-up"),
    Entry("mfa_reauthenticate", "jun", plain("mfa_reauthenticate")),
    Entry("mfa_generate_recovery_codes", "jun", plain("mfa_generate_recovery_codes")),
    Entry(
        "mfa_view_recovery_codes", "jun", plain("mfa_generate_recovery_codes"), "", 200, press_first_button
    ),
    Entry("account_change_password", "passworded", plain("account_change_password")),
    Entry("account_reauthenticate", "passworded", plain("account_reauthenticate")),
]

OURS = [
    Entry("styleguide", None, plain("styleguide")),
    Entry("dev", None, plain("dev")),
    Entry("dev_mail", None, plain("dev_mail")),
    Entry("dev_mail_one", None, plain("account_login"), "", 200, wait_for_a_mail),
    *[Entry("dev_error", "dani", plain("dev_error", n), str(n), n) for n in (400, 403, 404, 429, 500, 503)],
    Entry("dev_error", None, plain("dev_error", 404), "visitor", 404),
]

SHAPING = [*HELLOS, *DOORS, *INVITES, *WEEKS, *QUESTIONS, *FILES_PAGES, *SEASONS, *TALK, *TRIAL]
PAGES = [*PUBLIC, *ENTRANCE, *OWN, *ME, *GROUPS, *SIGN_UP, *SHAPING, *OURS]

# Names that are no pages of their own, by what a GET gets.
WRITES = {
    "theme",
    "mark",
    "mark_undo",
    "invite_join",
    "notices_read",
    "conversation_read",
    "report_look",
    "report_close",
    "manage_role",
    "manage_contact",
    "manage_invite_new",
    "curriculum_check",
    "questions_check",
    "sign_up_close",
    "sign_up_reopen",
    "program_finish",
    "sign_up_places",
    "sign_up_room",
    "leave_it",
    "hello_accept",
    "hello_decline",
    "hello_withdraw",
    "hello_pair_up",
    "hello_go",
    "hellos_full_notes",
    "pair_talked",
    "pair_untalked",
    "pair_yes",
    "pair_not_for_me",
    "pair_them",
    "draft_remove",
    "launch_undo",
    "sign_up_withdraw",
    "dev_enter",
    *DOORS_WRITES,
    *ME_WRITES,
    *INVITES_WRITES,
    *WEEKS_WRITES,
    *QUESTIONS_WRITES,
    *FILES_WRITES,
    *SEASONS_WRITES,
    *TRIAL_WRITES,
    *TALK_WRITES,
}
LEAD_ON = {
    "me_blocked",
    "hello_new_short",
    "full_short",
    *TALK_LEAD_ON,
    "invite_continue",
    "mail_invite_continue",
    "pair_short",
    "step_short",
    "conversation_short",
    "report_short",
    "sign_up_short",
    "notice_open",
    "account_request_login_code",
}
FILES = {
    "favicon",
    "live",
    "robots",
    "healthz",
    "readyz",
    "file_export",
    "manage_link_qr",
    "mfa_download_recovery_codes",
    "mfa_login_webauthn",
}
FRAGMENTS = {"conversation_news", "inbox_badge", "dev_mail_html"}  # the second: a mail alone in a sandbox
CATCH_ALL = {"nothing_here"}
WITH_A_KEY = {"mfa_edit_webauthn", "mfa_remove_webauthn", "mfa_reauthenticate_webauthn"}  # test_passkeys.py
NOT_HERE = WRITES | LEAD_ON | FILES | FRAGMENTS | CATCH_ALL | WITH_A_KEY

"""The rows of a person's own account: always their own, never anybody else's."""

from dataclasses import dataclass, field

from tests.matrix.rules import LOGIN, SIGNED, Row, does, to
from tests.matrix.world import MENTOR

OWN = Row(get=to(SIGNED))

ACCOUNTS: dict[str, Row] = {
    "me": Row(
        get=to(SIGNED),
        post=does(SIGNED),
        form=lambda world: {"name": "A New Name", "zone": "Europe/Lisbon"},
    ),
    "me_appearance": OWN,
    "me_sign_in": OWN,
    "me_privacy": OWN,
    "me_blocked": Row(get=to(SIGNED, 302)),
    "session_end": Row(lambda world: {"pk": world.elsewhere_signed_in.pk}, post=does({MENTOR})),
    "me_mail": Row(get=to(SIGNED), post=does(SIGNED, 422)),
    "me_mail_pause": Row(post=does(SIGNED), form=lambda world: {"pause": "end"}),
    "adult": Row(get=to(SIGNED), post=does(SIGNED), form=lambda world: {"adult": "on"}),
}


@dataclass(frozen=True)
class Package:
    """A page of allauth's. It names nobody's object, so what matters is who is asked to log in, and who to
    prove again who they are. allauth takes PUT for POST."""

    visitor: int
    person: int
    staff: int = 0  # with a second factor; 0: as anybody else
    where: dict[str, object] = field(default_factory=dict)


ALLAUTH: dict[str, Package] = {
    "account_change_password": Package(LOGIN, 302),
    "account_confirm_login_code": Package(302, 302),
    "account_email": Package(LOGIN, 200),
    "account_email_verification_sent": Package(302, 302),
    "account_inactive": Package(200, 200),
    "account_login": Package(200, 302),
    "account_logout": Package(302, 200),
    "account_reauthenticate": Package(LOGIN, 302),
    "account_reauthenticate_by_code": Package(LOGIN, 200, 302),
    "account_request_login_code": Package(302, 302),
    "account_reset_password": Package(200, 200),
    "account_reset_password_done": Package(200, 200),
    "account_reset_password_from_key": Package(200, 200, where={"uidb36": "abc", "key": "def"}),
    "account_reset_password_from_key_done": Package(200, 200),
    "account_set_password": Package(LOGIN, 302),
    "account_signup": Package(200, 302),
    "mfa_activate_totp": Package(LOGIN, 302),
    "mfa_add_webauthn": Package(LOGIN, 302),
    "mfa_authenticate": Package(302, 302),
    "mfa_deactivate_totp": Package(LOGIN, 404, 302),
    "mfa_download_recovery_codes": Package(LOGIN, 404),
    "mfa_edit_webauthn": Package(LOGIN, 302, where={"pk": 1}),
    "mfa_generate_recovery_codes": Package(LOGIN, 302),
    "mfa_index": Package(LOGIN, 200),
    "mfa_list_webauthn": Package(LOGIN, 200),
    "mfa_login_webauthn": Package(302, 302),
    "mfa_reauthenticate": Package(LOGIN, 302, 200),
    "mfa_reauthenticate_webauthn": Package(LOGIN, 302),
    "mfa_remove_webauthn": Package(LOGIN, 302, where={"pk": 1}),
    "mfa_view_recovery_codes": Package(LOGIN, 404),
    "usersessions_list": Package(LOGIN, 200),
}

"""The demo's mails are files that any mail program opens."""

from email import message_from_bytes

from django.core.mail import EmailMultiAlternatives, get_connection

BACKEND = "mentorship.maildir.EmailBackend"


def test_each_mail_is_one_file_in_the_order_of_sending(settings, tmp_path):
    settings.MAIL_DIR = tmp_path / "mail"
    mails = [
        EmailMultiAlternatives(f"Mail {n}", "Grüße", "a@example.org", ["b@example.org"]) for n in range(3)
    ]
    mails[0].attach_alternative("<p>Grüße</p>", "text/html")
    assert get_connection(BACKEND).send_messages(mails) == 3
    files = sorted(settings.MAIL_DIR.iterdir())
    assert [file.suffix for file in files] == [".eml"] * 3
    parsed = [message_from_bytes(file.read_bytes()) for file in files]
    assert [mail["Subject"] for mail in parsed] == ["Mail 0", "Mail 1", "Mail 2"]
    assert [part.get_content_type() for part in parsed[0].walk()][1:] == ["text/plain", "text/html"]

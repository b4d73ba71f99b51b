"""The one list of things that nobody should send, and that somebody will."""

CONTROL = ["\x00", "a\x00b", "\x07bell\x1b[31m", "line\r\nBcc: all@example.org", "\x7f", "\x85next"]
SURROGATES = ["%ED%A0%80", "%ED%B0%80x"]  # as bytes on the wire: Python sends no lone surrogate
HIDDEN = ["\u202egnirts", "\u2066\u2069", "a\u200bb", "\ufeff", "\u2060", "\u3164", "\u2028", "\u2029"]
LONG = ["x" * 100_000, "\U0001f9f6" * 25_000, "\n" * 20_000, "a" * 255 + "\u0301" * 500]
NUMBERS = [
    *("-1", "0", "1.5", "1e309", "NaN", "Infinity", "9" * 400, str(2**31), str(2**63), str(-(2**63) - 1)),
    *("٣", "²", "0x10", "1_000", "+1", " 1 "),
]
SNIPPETS = [
    *("' OR 1=1 --", '"; DROP TABLE accounts_user; --', "<script>alert(1)</script>", "{{ 7*7 }}"),
    *("{% load static %}", "%s%n%x", "../../etc/passwd", "${jndi:ldap://x}", "javascript:alert(1)"),
    *("//evil.example/", "\\\\evil.example", "true", "null", "[]", '{"$ne": 1}', "on"),
]
HOSTILE = ["", " ", *CONTROL, *HIDDEN, *LONG, *NUMBERS, *SNIPPETS]

# Sent beside a sound form: none of it is anybody's to give.
MASS = {
    "id": "1", "pk": "1", "is_staff": "1", "is_superuser": "1", "is_active": "0", "email": "x@example.org",
    "password": "x", "state": "active", "seats_taken": "0", "capacity": "50", "safety_contact": "1",
    "group": "1", "group_id": "1", "program_id": "1", "user": "1", "user_id": "1", "sender": "1",
    "mentor_user": "1", "author": "1", "by": "1", "for_staff": "0", "created_by": "1", "starts_at": "x",
    "held_until": "2000-01-01", "told_at": "2000-01-01", "open_until": "2999-01-01", "code": "222222222222",
}  # fmt: skip

URLENCODED = "application/x-www-form-urlencoded"
BODIES = [
    (b"", URLENCODED),
    (b"%ff%fe=\xff\xfe&a=%00&%00=1", URLENCODED),
    (b"&".join(b"f%d=1" % n for n in range(1200)), URLENCODED),
    (b"body=" + b"%ED%A0%80" * 50, URLENCODED),
    (b"body=\xff\xfe\xfd", URLENCODED + "; charset=utf-16"),
    (b"body=x", URLENCODED + "; charset=no-such-charset"),
    (b"not a multipart body", "multipart/form-data; boundary=xx"),
    (b"--xx\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n", "multipart/form-data; boundary=xx"),
    (b"--xx\r\nContent-Disposition: form-data; name=\"\x00\"; filename=\"..\\..\\x\"\r\n\r\nx\r\n--xx--\r\n",
     "multipart/form-data; boundary=xx"),
    (b"x", "multipart/form-data"),
    (b"x", "multipart/form-data; boundary=" + "y" * 500),
    (b'{"body": [[[[1]]]]}', "application/json"),
    (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", "text/xml"),
    (b"\x00\x01\x02", "application/octet-stream"),
]  # fmt: skip

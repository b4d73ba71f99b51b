"""What every request passes, asked through the client and, for what no page does, through the middleware."""

import json
import logging

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import DataError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from accounts.limits import TooMany
from mentorship.logs import JsonFormatter, PlainFormatter, current_request
from mentorship.middleware import ExtraHeaders, KindErrors, RejectControlBytes, RequestId, server_error


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse("reached")


@pytest.mark.parametrize("char", ["%00", "%01", "%0b", "%1f", "%7f"])
@pytest.mark.parametrize("where", ["/healthz{}", "/healthz?q=a{}b", "/healthz?{}=b"])
def test_control_characters_in_the_address_are_refused(client, char, where):
    assert client.get(where.format(char)).status_code == 400


@pytest.mark.parametrize("query", ["q=a%09b", "q=a%0d%0ab", "q=%C3%A9", "q=%F0%9F%8F%94", "q=%25", "q=%ff"])
def test_tabs_line_breaks_and_any_script_are_let_through(client, query):
    assert client.get(f"/healthz?{query}").status_code == 200


def test_the_body_is_not_read_before_the_view_reads_it():
    seen = []
    body = RejectControlBytes(lambda request: seen.append(request.body) or HttpResponse())
    body(RequestFactory().post("/", data=b"a\x00b", content_type="text/plain"))
    assert seen == [b"a\x00b"]


@pytest.mark.django_db
def test_every_answer_says_what_the_browser_may_do(client):
    response = client.get("/healthz")
    assert "camera=()" in response["Permissions-Policy"]
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def headers_for(path: str, *, signed_in: bool, method: str = "GET", status: int = 200) -> HttpResponse:
    request = RequestFactory().generic(method, path)
    if signed_in:
        request._cached_user = type("Person", (), {"is_authenticated": True})()
    return ExtraHeaders(lambda request: HttpResponse(status=status))(request)


@pytest.mark.parametrize(
    ("path", "signed_in", "stored"),
    [("/", False, True), ("/", True, False), ("/account/login/", False, False), ("/login/", False, False)],
)
def test_pages_of_somebody_are_kept_by_no_browser(path, signed_in, stored):
    assert headers_for(path, signed_in=signed_in).has_header("Cache-Control") is not stored


def test_a_view_may_say_itself_how_long_its_answer_lives():
    def cached(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Cache-Control": "private, max-age=60"})

    request = RequestFactory().get("/account/")
    assert ExtraHeaders(cached)(request)["Cache-Control"] == "private, max-age=60"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (TooMany(90), 429),
        (DataError("value too long"), 400),
        (OverflowError("int too large"), 400),
        (OperationalError("server closed the connection"), 503),
    ],
)
@pytest.mark.django_db
def test_errors_with_a_better_word_than_500_get_it(rf, error, status, settings):
    settings.DEBUG = False
    response = KindErrors(answer).process_exception(visitor(rf), error)
    assert response.status_code == status
    assert response.get("Retry-After") == {429: "90", 503: "5"}.get(status)


def test_any_other_error_is_left_to_django(rf, settings):
    settings.DEBUG = False
    assert KindErrors(answer).process_exception(rf.get("/"), KeyError("x")) is None


def visitor(rf: RequestFactory, path: str = "/") -> HttpRequest:
    from django.contrib.auth.models import AnonymousUser

    request = rf.get(path)
    request.user = AnonymousUser()
    return request


@pytest.mark.parametrize(
    ("error", "status"), [(Http404(), 404), (SuspiciousOperation("no"), 400), (RuntimeError("broken"), 500)]
)
@pytest.mark.django_db
def test_the_demo_shows_the_pages_of_production(rf, settings, error, status):
    settings.DEBUG = True
    response = KindErrors(answer).process_exception(visitor(rf), error)
    assert response.status_code == status
    assert b"Traceback" not in response.content
    assert b"Django" not in response.content


@pytest.mark.django_db
def test_the_demo_shows_our_page_where_no_address_fits(client, settings):
    settings.DEBUG = True
    response = client.get("/no/such/address/at/all/anywhere/")
    assert response.status_code == 404
    assert b"URLconf" not in response.content


def test_a_database_that_is_away_before_any_view_is_503_and_not_500(rf):
    try:
        raise OperationalError("connection refused")
    except OperationalError:
        response = server_error(rf.get("/"))
    assert response.status_code == 503
    assert response["Retry-After"] == "5"


def test_each_request_has_an_id_that_nobody_outside_may_choose(rf, settings):
    settings.TRUST_PROXY = False
    first = RequestId(answer)(rf.get("/", headers={"X-Request-ID": "chosen-by-them"}))
    second = RequestId(answer)(rf.get("/"))
    assert "chosen-by-them" not in {first["X-Request-ID"], second["X-Request-ID"]}
    assert first["X-Request-ID"] != second["X-Request-ID"]


@pytest.mark.parametrize(("given", "kept"), [("abcdef-123456", True), ("bad\tid", False), ("x" * 65, False)])
def test_a_trusted_proxy_names_the_request_in_plain_characters(rf, settings, given, kept):
    settings.TRUST_PROXY = True
    response = RequestId(answer)(rf.get("/", headers={"X-Request-ID": given}))
    assert (response["X-Request-ID"] == given) is kept


@pytest.fixture
def lines() -> list[dict]:
    """What the JSON log would hold."""
    kept: list[dict] = []
    handler = logging.Handler()
    handler.emit = lambda record: kept.append(json.loads(JsonFormatter().format(record)))
    root = logging.getLogger()
    root.addHandler(handler)
    logger = logging.getLogger("mentorship.request")
    before = logger.level
    logger.setLevel(logging.INFO)
    yield kept
    logger.setLevel(before)
    root.removeHandler(handler)


def test_a_log_line_names_route_and_status_but_no_address_and_no_query(client: Client, lines):
    client.get("/healthz?token=secret-token")
    line = next(line for line in lines if line["logger"] == "mentorship.request")
    assert (line["method"], line["route"], line["status"]) == ("GET", "/healthz", 200)
    assert line["request"]
    assert "secret-token" not in json.dumps(lines)


def test_a_log_line_cannot_be_forged_and_quotes_no_row():
    error = DataError("Failing\nDETAIL:  Failing row contains (1, my secret words).")
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, "a\r\nb", (), (DataError, error, None))
    text = JsonFormatter().format(record)
    assert "\n" not in text
    assert "my secret words" not in text
    assert json.loads(text)["message"] == "a\r\nb"


def test_djangos_line_about_an_error_names_the_route_instead_of_the_address(rf):
    request = rf.get("/c/very-secret-code/")
    record = logging.LogRecord(
        "django.request", logging.ERROR, __file__, 1, "%s: %s", ("Internal Server Error", request.path), None
    )
    record.request = request
    assert "very-secret-code" not in PlainFormatter().format(record)


def test_a_log_line_outside_a_request_names_none():
    assert current_request.get() is None
    line = json.loads(JsonFormatter().format(logging.makeLogRecord({"msg": "hello"})))
    assert "request" not in line

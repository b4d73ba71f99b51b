"""Seats hold, also when many people want the last one in the same instant."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.db.transaction import TransactionManagementError

from profiles.models import Profile
from profiles.services import profiles, seats
from profiles.services.seats import SeatsGone


def taken(*rows: Profile) -> list[int]:
    return [Profile.objects.get(pk=row.pk).seats_taken for row in rows]


def test_all_or_none(listed):
    mentor, mentee, full = listed(capacity=2), listed("Dani", "mentee"), listed("Fern", "mentee")
    with transaction.atomic():
        seats.take_seats([mentor.pk, full.pk])
    with pytest.raises(SeatsGone), transaction.atomic():
        seats.take_seats([mentee.pk, mentor.pk, full.pk])
    assert taken(mentor, mentee, full) == [1, 0, 1]


def test_one_person_named_twice_takes_two(listed):
    mentor = listed(capacity=2)
    with transaction.atomic():
        seats.take_seats([mentor.pk, mentor.pk])
    assert taken(mentor) == [2]
    with pytest.raises(SeatsGone), transaction.atomic():
        seats.take_seats([mentor.pk])
    with transaction.atomic():
        seats.free_seats([mentor.pk, mentor.pk])
    assert taken(mentor) == [0]


def test_nobody_takes_a_seat_of_somebody_who_stepped_back(listed):
    mentor = profiles.withdraw(listed())
    with pytest.raises(SeatsGone), transaction.atomic():
        seats.take_seats([mentor.pk])


def test_freeing_too_much_is_logged_and_never_refused(listed, caplog):
    mentor = listed()
    with transaction.atomic():
        seats.free_seats([mentor.pk])
    assert taken(mentor) == [0]
    assert "More seats freed" in caplog.text


def test_seats_move_inside_a_transaction(transactional_db):
    with pytest.raises(TransactionManagementError):
        seats.take_seats([1])


def test_waiting_hellos_are_counted_and_never_below_none(listed):
    mentor = listed()
    seats.waiting(mentor.pk, +1)
    seats.waiting(mentor.pk, -1)
    seats.waiting(mentor.pk, -1)
    assert Profile.objects.get(pk=mentor.pk).waiting_requests == 0


def at_once(number: int, job: Callable[[], None]) -> list[BaseException | None]:
    """Run the job in so many threads that start together; what each raised."""
    ready = threading.Barrier(number)

    def one(_: int) -> BaseException | None:
        try:
            connection.ensure_connection()
            ready.wait(timeout=20)
            job()
        except Exception as error:  # noqa: BLE001  (each thread tells what happened to it)
            return error
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_ten_want_the_last_seat_and_one_has_it(listed):
    mentor = listed()

    def job() -> None:
        with transaction.atomic():
            seats.take_seats([mentor.pk])

    answers = at_once(10, job)
    assert answers.count(None) == 1
    assert all(isinstance(answer, SeatsGone) for answer in answers if answer)
    assert taken(mentor) == [1]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_actions_over_the_same_two_people_never_wait_in_a_circle(listed):
    one, two = listed(capacity=50), listed("Tomasz", capacity=50)
    order = iter([[one.pk, two.pk], [two.pk, one.pk]] * 5)

    def job() -> None:
        with transaction.atomic():
            seats.take_seats(next(order))

    assert at_once(10, job) == [None] * 10
    assert taken(one, two) == [10, 10]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_the_same_race_oversells_without_the_condition(listed):
    """The negative control: reading first and writing then, as the service must not, sells the seat twice."""
    mentor = listed(capacity=50)  # the database's own check must not be what saves us
    both_have_read = threading.Barrier(2)
    sold = []

    def job() -> None:
        free = Profile.objects.get(pk=mentor.pk).seats_taken < 1
        both_have_read.wait(timeout=20)
        if free:
            Profile.objects.filter(pk=mentor.pk).update(seats_taken=F("seats_taken") + 1)
            sold.append(1)

    assert at_once(2, job) == [None, None]
    assert len(sold) == 2
    assert taken(mentor) == [2]

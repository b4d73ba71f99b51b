"""Doing things at the same instant: threads, each with a connection of its own."""

import threading
from collections.abc import Callable, Sequence

from django.core.exceptions import ValidationError
from django.db import connection, connections


def at_once(jobs: Sequence[Callable[[], object]]) -> list[object]:
    """Run the jobs in threads that start together. What each gave, or the ValidationError it raised, in the
    order of the jobs; any other exception is given as it is, for the test to look at."""
    barrier = threading.Barrier(len(jobs))
    gave: list[object] = [None] * len(jobs)

    def run(number: int, job: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            gave[number] = job()
        except ValidationError as refused:
            gave[number] = refused
        except Exception as error:  # noqa: BLE001 the test asserts on it
            gave[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return gave

"""Many jobs are under way, few work at the same time, and none holds a connection while it waits."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings

from lms.jobs import desk

SECONDS = 20
JOBS = 40


@pytest.fixture
def count():
    """How many are inside now, and the most there ever were."""

    class Count:
        now = most = 0
        lock = threading.Lock()

        def __enter__(self) -> None:
            with self.lock:
                self.now += 1
                self.most = max(self.most, self.now)

        def __exit__(self, *_error) -> None:
            with self.lock:
                self.now -= 1

    return Count()


def test_who_waits_leaves_the_desk_to_others(count):
    all_wait = threading.Barrier(JOBS)

    def job() -> None:
        with desk.taken():
            with count:
                pass
            with desk.left():
                all_wait.wait(SECONDS)  # all of them, though only a few have places
            with count:
                pass

    with ThreadPoolExecutor(JOBS) as pool:
        for done in [pool.submit(job) for _job in range(JOBS)]:
            done.result(SECONDS)
    assert 0 < count.most <= settings.DB_POOL_MAX - desk.KEPT_BY_OTHERS


def test_outside_of_jobs_waiting_is_only_waiting():
    with desk.left():
        pass
    with desk.taken():
        pass

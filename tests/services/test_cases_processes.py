"""Several processes on one database, as several bot replicas or a bot and its action server are."""

import multiprocessing
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier

from cases_world import add_order, cancel_case, count, events_of, file_case, rows, used

from shouhou.cases import tables as t
from shouhou.cases.database import Database

PROCESSES = 8
ROUNDS = 3
WAIT = 90  # seconds, for processes that start on a busy machine
CANCELLED = t.cases.c.status == "cancelled"


def apply_and_cancel(url: str, place: int, start: Barrier, results: "Queue[object]") -> None:
    """One process: first the same yes as everybody's, then its own."""
    try:
        database = Database(url)
        start.wait(WAIT)
        shared = file_case(database, "shared").case
        made = 0
        for time in range(ROUNDS):
            made += cancel_case(database, f"no-{place}-{time}").verdict.allowed
            file_case(database, f"yes-{place}-{time}")
        results.put((shared.case_number if shared else None, made))
        database.dispose()
    except BaseException as error:
        results.put(repr(error))
        raise


def in_processes(url: str) -> list[object]:
    """What each process put into the queue; processes are spawned, so that nothing is shared but the database."""
    context = multiprocessing.get_context("spawn")
    start, results = context.Barrier(PROCESSES), context.Queue()
    processes = [
        context.Process(target=apply_and_cancel, args=(url, place, start, results), daemon=True)
        for place in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    try:
        return [results.get(timeout=WAIT) for _ in processes]
    finally:
        for process in processes:
            process.join(WAIT)


def test_eight_processes_make_three_cancellations_and_file_a_shared_yes_once(database: Database) -> None:
    add_order(database)
    results = in_processes(database.url.render_as_string(hide_password=False))
    assert all(isinstance(result, tuple) for result in results), results
    shared, made = zip(*results, strict=True)  # type: ignore[call-overload]
    assert len(set(shared)) == 1 and shared[0] is not None
    assert sum(made) == used(database) == count(database, t.cases, CANCELLED) == 3
    for case in rows(database, t.cases):
        chain = events_of(database, case.case_number)
        assert [step[0] for step in chain] == [None, *(step[1] for step in chain[:-1])]

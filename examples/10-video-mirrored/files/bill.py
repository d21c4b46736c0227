#!/usr/bin/python3
"""Writes bills: takes a job out of one database and writes the bill into another, both or neither."""

import os
import time

import psycopg2

PRICE = 100
QUEUE, LEDGER = os.environ["QUEUE_DSN"], os.environ["LEDGER_DSN"]


def in_doubt(connection):
    """The transactions of ours that are prepared and not decided."""
    found = {it.gtrid: it for it in connection.tpc_recover() if it.gtrid.startswith("bill-")}
    connection.rollback()
    return found


def recover(queue, ledger):
    """Whatever died between the two phases: the ledger decides. It is prepared last and committed
    first, so that a job whose bill is prepared or written is done, and every other one is not."""
    bills = in_doubt(ledger)
    for gtrid, xid in bills.items():
        ledger.tpc_commit(xid)
    for gtrid, xid in in_doubt(queue).items():
        with ledger, ledger.cursor() as cursor:
            cursor.execute("SELECT 1 FROM bills WHERE transaction = %s", (gtrid,))
            written = cursor.fetchone()
        if written:
            queue.tpc_commit(xid)
        else:
            queue.tpc_rollback(xid)


def one(queue, ledger):
    """One job; whether there was one."""
    # The number is never used again: a second run must not take it for its own.
    gtrid = f"bill-{os.uname().nodename}-{time.time_ns()}"
    for connection, branch in ((queue, "queue"), (ledger, "ledger")):
        connection.tpc_begin(connection.xid(1, gtrid, branch))
    with queue.cursor() as cursor:
        cursor.execute(
            "DELETE FROM jobs WHERE id = (SELECT id FROM jobs ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)"
            " RETURNING video"
        )
        job = cursor.fetchone()
    if job is None:
        queue.tpc_rollback()
        ledger.tpc_rollback()
        return False
    with ledger.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bills (video, price, transaction) VALUES (%s, %s, %s)", (job[0], PRICE, gtrid)
        )
    queue.tpc_prepare()
    ledger.tpc_prepare()
    ledger.tpc_commit()
    queue.tpc_commit()
    return True


def work():
    queue, ledger = psycopg2.connect(QUEUE), psycopg2.connect(LEDGER)
    # Only one at a time: the lock goes with the connection of whoever holds it.
    with queue, queue.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(1)")
    recover(queue, ledger)
    while True:
        if not one(queue, ledger):
            time.sleep(1)


if __name__ == "__main__":
    work()

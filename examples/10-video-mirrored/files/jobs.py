"""The queue, as the site and the workers see it. Whoever comes first makes the streams."""

import os

import nats
from nats.js.api import ConsumerConfig, RetentionPolicy, StreamConfig

JOBS = "jobs.convert"
DEAD = "dead.convert"
MAILS = "mails.send"
ACK_WAIT = 30 * 60
TRIES = 5


async def connect():
    """The streams are made with as many copies as there are servers to hold them."""
    connection = await nats.connect(
        os.environ["NATS_SERVERS"].split(","), max_reconnect_attempts=-1, connect_timeout=2
    )
    stream = connection.jetstream(timeout=5)
    for name in ("jobs", "dead", "mails"):
        await stream.add_stream(
            StreamConfig(
                name=name,
                subjects=[f"{name}.*"],
                retention=RetentionPolicy.WORK_QUEUE,
                num_replicas=int(os.environ["NATS_REPLICAS"]),
            )
        )
    return connection, stream


async def letters(stream):
    """A mail is handed out once, whatever becomes of whoever took it."""
    return await stream.pull_subscribe(
        MAILS, durable="mail", config=ConsumerConfig(ack_wait=60, max_deliver=1)
    )


async def subscribe(stream):
    """A job is handed to one worker, which has half an hour; after five of them it is given up."""
    return await stream.pull_subscribe(
        JOBS, durable="convert", config=ConsumerConfig(ack_wait=ACK_WAIT, max_deliver=TRIES)
    )

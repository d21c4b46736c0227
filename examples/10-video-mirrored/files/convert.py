#!/usr/bin/python3
"""Takes a job, converts the video, uploads it, and only then says that the job is done."""

import asyncio
import os
import subprocess
import tempfile

import boto3
from nats.errors import TimeoutError as NothingToDo

import jobs

VIDEOS = boto3.client("s3", endpoint_url=os.environ["S3_ENDPOINT"])


def convert(name):
    """Done twice, it writes the same video under the same name: that does no harm."""
    with tempfile.TemporaryDirectory() as directory:
        source, result = f"{directory}/source", f"{directory}/result.mp4"
        VIDEOS.download_file(os.environ["INCOMING"], name, source)
        command = ["ffmpeg", "-nostdin", "-loglevel", "error", "-i", source, "-c:v", "libx264"]
        subprocess.run([*command, "-preset", "veryfast", result], check=True, timeout=jobs.ACK_WAIT - 60)
        VIDEOS.upload_file(result, os.environ["CONVERTED"], f"{name}.mp4")


async def work():
    connection, stream = await jobs.connect()
    queue = await jobs.subscribe(stream)
    while connection.is_connected or connection.is_reconnecting:
        try:
            [job] = await queue.fetch(1, timeout=30)
        except NothingToDo:
            continue
        try:
            await asyncio.to_thread(convert, job.data.decode())
        except Exception as failure:  # whatever it was: it must not stop the worker
            print(f"{job.data.decode()}: {failure}", flush=True)
            if job.metadata.num_delivered >= jobs.TRIES:
                await stream.publish(jobs.DEAD, job.data)
                await job.term()
            else:
                await job.nak(delay=60)
        else:
            await job.ack_sync()
            # Not certain to arrive, as a mail is: if we die here there is none.
            await stream.publish(jobs.MAILS, job.data)


if __name__ == "__main__":
    asyncio.run(work())

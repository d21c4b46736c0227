#!/usr/bin/python3
"""Sends one mail for each converted video: never two. It acknowledges first, and sends then."""

import asyncio
import os
import smtplib
from email.message import EmailMessage

from nats.errors import TimeoutError as NothingToDo

import jobs

HOST, PORT = os.environ["MAIL_SERVER"].rsplit(":", 1)


def send(name):
    letter = EmailMessage()
    letter["From"] = letter["To"] = os.environ["MAIL_USER"]
    letter["Subject"] = f"{name} is converted"
    with smtplib.SMTP(HOST, int(PORT), timeout=30) as server:
        server.starttls()
        server.login(os.environ["MAIL_USER"], os.environ["MAIL_PASSWORD"])
        server.send_message(letter)


async def work():
    connection, stream = await jobs.connect()
    queue = await jobs.letters(stream)
    while connection.is_connected or connection.is_reconnecting:
        try:
            [job] = await queue.fetch(1, timeout=30)
        except NothingToDo:
            continue
        await job.ack_sync()
        try:
            await asyncio.to_thread(send, job.data.decode())
        except (OSError, smtplib.SMTPException) as failure:
            print(f"{job.data.decode()}: not sent, and not tried again: {failure}", flush=True)


if __name__ == "__main__":
    asyncio.run(work())

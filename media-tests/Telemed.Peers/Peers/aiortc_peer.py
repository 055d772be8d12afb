#!/usr/bin/python3
"""A WebRTC peer made of aiortc, for the tests of this folder. It only does media: signalling is the test's, by lines of JSON.

  aiortc_peer.py [--clip FILE] [--receive N]

It prints {"offer": SDP}, reads {"answer": SDP}, and from then on tells every 100 ms what has passed as {"status": …}: of
each track the decoded frames, the mean colour of the last picture, and the sound's energy. {"restart": true} asks for
another offer; aiortc has no way to say that it is to restart ICE. It ends when its input does.
"""
import argparse
import asyncio
import json
import sys

import numpy
from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.contrib.media import MediaPlayer
from aiortc.mediastreams import MediaStreamError


class Incoming:
    """What has been decoded of one track."""

    def __init__(self, receiver):
        self.receiver = receiver
        self.kind = receiver.track.kind
        self.frames = 0
        self.energy = 0.0
        self.colour = None

    async def watch(self):
        try:
            while True:
                frame = await self.receiver.track.recv()
                self.frames += 1
                if self.kind == "audio":
                    samples = frame.to_ndarray().astype(numpy.float64) / 32768
                    self.energy += float(numpy.square(samples).sum())
                else:
                    picture = frame.reformat(width=32, height=18, format="rgb24").to_ndarray()
                    self.colour = [round(float(mean)) for mean in picture.mean(axis=(0, 1))]
        except MediaStreamError:
            pass  # The connection has ended.

    def told(self):
        return {
            "kind": self.kind, "ssrcs": [source.source for source in self.receiver.getSynchronizationSources()],
            "frames": self.frames, "energy": self.energy, "colour": self.colour}


async def lines():
    """The lines of our input."""
    reader = asyncio.StreamReader(limit=1 << 20)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        yield json.loads(line)


def say(what):
    print(json.dumps(what), flush=True)


async def report(connection, incoming):
    while True:
        sent = {"audio": 0, "video": 0}
        for sender in connection.getSenders():
            for entry in (await sender.getStats()).values():
                if entry.type == "outbound-rtp":
                    sent[entry.kind] += entry.packetsSent
        say({"status": {
            "state": connection.connectionState, "videoSent": sent["video"], "audioSent": sent["audio"],
            "received": [one.told() for one in incoming]}})
        await asyncio.sleep(0.1)


async def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clip")
    parser.add_argument("--receive", type=int, default=0)
    arguments = parser.parse_args()
    connection = RTCPeerConnection()
    player = None
    if arguments.clip:
        player = MediaPlayer(arguments.clip, loop=True)
        connection.addTransceiver(player.audio, direction="sendonly")
        connection.addTransceiver(player.video, direction="sendonly")
    for kind in ("audio", "video"):
        for _ in range(arguments.receive):
            connection.addTransceiver(kind, direction="recvonly")
    await connection.setLocalDescription(await connection.createOffer())
    say({"offer": connection.localDescription.sdp})
    incoming = []
    tasks = [asyncio.ensure_future(report(connection, incoming))]
    async for command in lines():
        if command.get("restart"):
            await connection.setLocalDescription(await connection.createOffer())
            say({"offer": connection.localDescription.sdp})
            continue
        await connection.setRemoteDescription(RTCSessionDescription(command["answer"], "answer"))
        for transceiver in connection.getTransceivers():
            if transceiver.currentDirection == "recvonly":
                incoming.append(Incoming(transceiver.receiver))
                tasks.append(asyncio.ensure_future(incoming[-1].watch()))
    for task in tasks:
        task.cancel()
    await connection.close()


asyncio.run(main())

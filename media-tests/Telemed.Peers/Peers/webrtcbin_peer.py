#!/usr/bin/python3
"""A WebRTC peer made of GStreamer's webrtcbin, for the tests of this folder. It only does media: signalling is the test's,
by lines of JSON.

  webrtcbin_peer.py [--send] [--receive N]

It prints {"offer": SDP}, reads {"answer": SDP}, and from then on tells every 100 ms what has passed as {"status": …}: of
each stream the decoded frames, the mean colour of the last picture, and the sound's energy. It sends a purple picture and
a tone of 440 Hz. It ends when its input does.
"""
import argparse
import json
import struct
import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstWebRTC", "1.0")
gi.require_version("GstSdp", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC  # noqa: E402

VIDEO = "application/x-rtp,media=video,encoding-name=VP8,clock-rate=90000,payload=96"
AUDIO = "application/x-rtp,media=audio,encoding-name=OPUS,clock-rate=48000,encoding-params=(string)2,payload=111"
DIRECTION = GstWebRTC.WebRTCRTPTransceiverDirection
SENDING = (
    f"audiotestsrc is-live=true freq=440 ! audioconvert ! audioresample ! queue ! opusenc name=audio ! rtpopuspay ! {AUDIO} ! peer. "
    "videotestsrc is-live=true pattern=solid-color foreground-color=0xff8000c0 ! video/x-raw,width=320,height=180,framerate=15/1 ! queue "
    "! vp8enc deadline=1 cpu-used=8 target-bitrate=300000 keyframe-max-dist=30 name=video "
    f"! rtpvp8pay picture-id-mode=15-bit ! {VIDEO} ! peer.")


class Incoming:
    """What has been decoded of one stream."""

    def __init__(self, caps):
        self.kind = "video" if caps.get_structure(0).get_string("media") == "video" else "audio"
        self.ssrcs = [caps.get_structure(0).get_uint("ssrc")[1]]
        self.frames = 0
        self.energy = 0.0
        self.colour = None

    def description(self):
        if self.kind == "video":
            return ("queue ! rtpvp8depay ! vp8dec ! videoconvert ! videoscale ! video/x-raw,format=RGB,width=32,height=18 "
                    "! fakesink name=sink sync=false")
        return "queue ! rtpopusdepay ! opusdec ! audioconvert ! audio/x-raw,format=S16LE ! fakesink name=sink sync=false"

    def take(self, _pad, info):
        data = info.get_buffer().extract_dup(0, info.get_buffer().get_size())
        self.frames += 1
        if self.kind == "video":
            self.colour = [round(sum(data[channel::3]) / (32 * 18)) for channel in range(3)]
        else:
            self.energy += sum((sample / 32768) ** 2 for (sample,) in struct.iter_unpack("<h", data))
        return Gst.PadProbeReturn.OK


class Peer:
    def __init__(self, arguments):
        self.loop = GLib.MainLoop()
        self.incoming = []
        self.sent = {"audio": 0, "video": 0}
        self.is_offered = False
        self.pipeline = Gst.Pipeline.new()
        self.pipeline.add(Gst.parse_bin_from_description(f"webrtcbin name=peer bundle-policy=max-bundle {SENDING if arguments.send else ''}", False))
        self.peer = self.pipeline.get_by_name("peer")
        if arguments.send:
            for index, name in enumerate(("audio", "video")):
                self.peer.emit("get-transceiver", index).set_property("direction", DIRECTION.SENDONLY)
                self.pipeline.get_by_name(name).get_static_pad("src").add_probe(Gst.PadProbeType.BUFFER, self.count, name)
        for caps in (AUDIO, VIDEO):
            for _ in range(arguments.receive):
                self.peer.emit("add-transceiver", DIRECTION.RECVONLY, Gst.Caps.from_string(caps))
        self.peer.connect("on-negotiation-needed", self.offer)
        self.peer.connect("notify::ice-gathering-state", self.on_gathering)
        self.peer.connect("pad-added", self.on_stream)
        bus = self.pipeline.get_bus()
        bus.add_signal_watch()
        bus.connect("message::error", self.on_error)
        GLib.io_add_watch(GLib.IOChannel.unix_new(0), GLib.PRIORITY_DEFAULT, GLib.IOCondition.IN | GLib.IOCondition.HUP, self.obey)

    def count(self, _pad, _info, name):
        self.sent[name] += 1
        return Gst.PadProbeReturn.OK

    def offer(self, peer):
        if not self.is_offered:
            self.is_offered = True
            peer.emit("create-offer", None, Gst.Promise.new_with_change_func(self.on_offer))

    def on_offer(self, promise):
        promise.wait()
        reply = promise.get_reply()
        self.peer.emit("set-local-description", reply.get_value("offer"), Gst.Promise.new())

    def on_gathering(self, peer, _):
        if peer.get_property("ice-gathering-state") == GstWebRTC.WebRTCICEGatheringState.COMPLETE:
            say({"offer": peer.get_property("local-description").sdp.as_text()})

    def obey(self, _channel, _condition):
        line = sys.stdin.readline()
        if not line:
            self.loop.quit()
            return False
        _, message = GstSdp.SDPMessage.new_from_text(json.loads(line)["answer"])
        answer = GstWebRTC.WebRTCSessionDescription.new(GstWebRTC.WebRTCSDPType.ANSWER, message)
        self.peer.emit("set-remote-description", answer, Gst.Promise.new())
        GLib.timeout_add(100, self.report)
        return True

    def on_stream(self, _peer, pad):
        if pad.get_direction() != Gst.PadDirection.SRC:
            return
        incoming = Incoming(pad.get_current_caps())
        sink = Gst.parse_bin_from_description(incoming.description(), True)
        self.peer.get_parent().add(sink)
        sink.get_by_name("sink").get_static_pad("sink").add_probe(Gst.PadProbeType.BUFFER, incoming.take)
        sink.sync_state_with_parent()
        pad.link(sink.get_static_pad("sink"))
        self.incoming.append(incoming)

    def report(self):
        say({"status": {
            "state": self.peer.get_property("connection-state").value_nick,
            "videoSent": self.sent["video"], "audioSent": self.sent["audio"],
            "received": [
                {"kind": one.kind, "ssrcs": one.ssrcs, "frames": one.frames, "energy": one.energy, "colour": one.colour}
                for one in list(self.incoming)]}})
        return True

    def on_error(self, _bus, message):
        print(message.parse_error()[0], file=sys.stderr)
        sys.exit(1)

    def run(self):
        self.pipeline.set_state(Gst.State.PLAYING)
        self.loop.run()
        self.pipeline.set_state(Gst.State.NULL)


def say(what):
    print(json.dumps(what), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--send", action="store_true")
    parser.add_argument("--receive", type=int, default=0)
    Gst.init(None)
    Peer(parser.parse_args()).run()


main()

#!/usr/bin/python3
"""A device made of GStreamer's own WebRTC (webrtcbin, as Debian 12 has it) at the standard doors.

  webrtcbin.py publish --endpoint URL/whip/ROOM/FEED --token TOKEN [--device /dev/video0] [--seconds N]
  webrtcbin.py play    --endpoint URL/whep/ROOM/FEED --token TOKEN [--seconds N]

It offers with all of its candidates in one POST, takes the answer, and ends the session with DELETE. At the end it prints
what came through as one line of JSON. Needs gstreamer1.0-plugins-{base,good,bad}, gstreamer1.0-nice, python3-gi and
gir1.2-gst-plugins-bad-1.0.
"""
import argparse
import json
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstWebRTC", "1.0")
gi.require_version("GstSdp", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC  # noqa: E402

VIDEO = "application/x-rtp,media=video,encoding-name=VP8,clock-rate=90000,payload=96"
AUDIO = "application/x-rtp,media=audio,encoding-name=OPUS,clock-rate=48000,encoding-params=(string)2,payload=111"
DIRECTION = GstWebRTC.WebRTCRTPTransceiverDirection


class Session:
    """One peer connection and its resource on the server."""

    def __init__(self, arguments):
        self.arguments = arguments
        self.loop = GLib.MainLoop()
        self.resource = None
        self.failure = None
        self.connected = False
        self.video = 0
        self.audio = 0
        self.is_offered = False
        self.is_over = False
        build = self.build_publisher if arguments.mode == "publish" else self.build_player
        self.pipeline = build()
        self.peer = self.pipeline.get_by_name("peer")
        self.peer.connect("notify::ice-gathering-state", self.on_gathering)
        self.peer.connect("notify::connection-state", self.on_connection)
        bus = self.pipeline.get_bus()
        bus.add_signal_watch()
        bus.connect("message::error", lambda _, message: self.fail(str(message.parse_error()[0])))

    def build_publisher(self):
        film = f"v4l2src device={self.arguments.device}" if self.arguments.device else "videotestsrc is-live=true"
        pipeline = Gst.parse_launch(
            "webrtcbin name=peer bundle-policy=max-bundle "
            f"{film} ! videoconvert ! videoscale ! videorate ! video/x-raw,width=640,height=360,framerate=15/1 ! queue "
            "! vp8enc deadline=1 cpu-used=8 target-bitrate=600000 keyframe-max-dist=30 name=video "
            f"! rtpvp8pay picture-id-mode=15-bit ! {VIDEO} ! peer. "
            "audiotestsrc is-live=true wave=ticks ! audioconvert ! audioresample ! queue ! opusenc name=audio "
            f"! rtpopuspay ! {AUDIO} ! peer.")
        peer = pipeline.get_by_name("peer")
        for index in range(2):
            peer.emit("get-transceiver", index).set_property("direction", DIRECTION.SENDONLY)
        for name in ("video", "audio"):
            pad = pipeline.get_by_name(name).get_static_pad("src")
            pad.add_probe(Gst.PadProbeType.BUFFER, self.count, name)
        peer.connect("on-negotiation-needed", self.offer)
        return pipeline

    def build_player(self):
        pipeline = Gst.Pipeline.new()
        peer = Gst.ElementFactory.make("webrtcbin", "peer")
        peer.set_property("bundle-policy", GstWebRTC.WebRTCBundlePolicy.MAX_BUNDLE)
        pipeline.add(peer)
        peer.connect("on-negotiation-needed", self.offer)
        peer.connect("pad-added", self.on_stream)
        for caps in (VIDEO, AUDIO):
            peer.emit("add-transceiver", DIRECTION.RECVONLY, Gst.Caps.from_string(caps))
        return pipeline

    def count(self, _pad, _info, name):
        setattr(self, name, getattr(self, name) + 1)
        return Gst.PadProbeReturn.OK

    def on_stream(self, _peer, pad):
        """Decodes what comes: a picture counts when it can be shown."""
        if pad.get_direction() != Gst.PadDirection.SRC:
            return
        is_video = "VP8" in pad.get_current_caps().to_string()
        decoder = "rtpvp8depay ! vp8dec" if is_video else "rtpopusdepay ! opusdec"
        sink = Gst.parse_bin_from_description(f"queue ! {decoder} ! fakesink name=sink sync=false", True)
        self.pipeline.add(sink)
        shown = sink.get_by_name("sink").get_static_pad("sink")
        shown.add_probe(Gst.PadProbeType.BUFFER, self.count, "video" if is_video else "audio")
        sink.sync_state_with_parent()
        pad.link(sink.get_static_pad("sink"))

    def offer(self, peer):
        if self.is_offered:
            return
        self.is_offered = True
        promise = Gst.Promise.new_with_change_func(self.on_offer)
        peer.emit("create-offer", None, promise)

    def on_offer(self, promise):
        promise.wait()
        reply = promise.get_reply()
        offer = reply.get_value("offer")
        self.peer.emit("set-local-description", offer, Gst.Promise.new())

    def on_gathering(self, peer, _):
        if peer.get_property("ice-gathering-state") == GstWebRTC.WebRTCICEGatheringState.COMPLETE:
            text = peer.get_property("local-description").sdp.as_text()
            threading.Thread(target=self.post, args=(text,), daemon=True).start()

    def post(self, offer):
        try:
            with self.request("POST", self.arguments.endpoint, offer.encode()) as answer:
                self.resource = urllib.parse.urljoin(self.arguments.endpoint, answer.headers["Location"])
                sdp = answer.read().decode()
        except urllib.error.HTTPError as refused:
            self.fail(f"{refused.code} {refused.read().decode()}")
            return
        except urllib.error.URLError as unreachable:
            self.fail(str(unreachable.reason))
            return
        _, message = GstSdp.SDPMessage.new_from_text(sdp)
        description = GstWebRTC.WebRTCSessionDescription.new(GstWebRTC.WebRTCSDPType.ANSWER, message)
        self.peer.emit("set-remote-description", description, Gst.Promise.new())

    def request(self, method, url, body=None):
        headers = {"Authorization": f"Bearer {self.arguments.token}", "Content-Type": "application/sdp"}
        return urllib.request.urlopen(urllib.request.Request(url, body, headers, method=method), timeout=20)

    def on_connection(self, peer, _):
        state = peer.get_property("connection-state")
        self.connected |= state == GstWebRTC.WebRTCPeerConnectionState.CONNECTED
        if state == GstWebRTC.WebRTCPeerConnectionState.FAILED:
            self.fail("the connection failed")

    def fail(self, why):
        # What the server does once the session is over is no failure.
        self.failure = self.failure or (None if self.is_over else why)
        self.loop.quit()

    def run(self):
        self.pipeline.set_state(Gst.State.PLAYING)
        if self.arguments.seconds > 0:
            GLib.timeout_add_seconds(self.arguments.seconds, self.loop.quit)
        try:
            self.loop.run()
        except KeyboardInterrupt:
            pass
        self.is_over = True
        ended = None
        if self.resource:
            with self.request("DELETE", self.resource) as answer:
                ended = answer.status
        self.pipeline.set_state(Gst.State.NULL)
        print(json.dumps({
            "connected": self.connected, "video": self.video, "audio": self.audio, "ended": ended, "failure": self.failure}))
        return 0 if self.connected and not self.failure else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mode", choices=("publish", "play"))
    parser.add_argument("--endpoint", required=True)
    parser.add_argument("--token", required=True)
    parser.add_argument("--device")
    parser.add_argument("--seconds", type=int, default=0)
    arguments = parser.parse_args()
    Gst.init(None)
    sys.exit(Session(arguments).run())


main()

namespace Telemed.Peers.Peers;

/// <summary>The WebRTC implementations that are neither ours nor a browser's.</summary>
public enum PeerKind
{
    /// <summary>Python, with its own ICE, RTP and congestion control.</summary>
    Aiortc,

    /// <summary>Go, with its own ICE, DTLS and SRTP.</summary>
    Pion,

    /// <summary>GStreamer's, on libnice, OpenSSL and libsrtp.</summary>
    Webrtcbin,
}

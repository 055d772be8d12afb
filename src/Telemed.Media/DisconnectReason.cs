namespace Telemed.Media;

/// <summary>Why a participant's media ended.</summary>
public enum DisconnectReason
{
    /// <summary>It left.</summary>
    Left,

    /// <summary>It joined again; the new transport takes the old one's place.</summary>
    Replaced,

    /// <summary>No connectivity check and no media arrived for too long.</summary>
    TimedOut,

    /// <summary>The peer closed its transport.</summary>
    ClosedByPeer,

    /// <summary>The handshake failed (for example a fingerprint that is not the one of the offer).</summary>
    HandshakeFailed,

    /// <summary>The room was closed.</summary>
    RoomClosed,

    /// <summary>A fault of ours ended this peer.</summary>
    Failed,
}

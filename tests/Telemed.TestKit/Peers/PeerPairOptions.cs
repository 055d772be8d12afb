using Telemed.Rtc.Session;
using Telemed.TestKit.Network;

namespace Telemed.TestKit.Peers;

/// <summary>How a <see cref="PeerPair"/> is made.</summary>
public sealed record PeerPairOptions
{
    /// <summary>The seed of the network and of the client's identifiers.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>From the client to the relay.</summary>
    public LinkConditions Up { get; init; } = new();

    /// <summary>From the relay to the client.</summary>
    public LinkConditions Down { get; init; } = new();

    /// <summary>Whether the relay is told a fingerprint that the client does not have.</summary>
    public bool RelayExpectsOtherFingerprint { get; init; }

    /// <summary>Whether the client is told a fingerprint that the relay does not have.</summary>
    public bool ClientExpectsOtherFingerprint { get; init; }

    /// <summary>Whether the relay takes the active DTLS role, against its habit.</summary>
    public bool RelayIsDtlsActive { get; init; }

    /// <summary>How long the relay keeps a transport whose peer is silent. Default: not at all.</summary>
    public TimeSpan LongestSilence { get; init; }

    /// <summary>The protocol of the client's path.</summary>
    public NetworkProtocol Protocol { get; init; } = NetworkProtocol.Udp;
}

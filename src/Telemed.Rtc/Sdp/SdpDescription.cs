using Telemed.Rtc.Dtls;
using Telemed.Rtc.Ice;

namespace Telemed.Rtc.Sdp;

/// <summary>
/// A session description with one bundled transport, as browsers write them (RFC 8866, RFC 9143, RFC 9429). Immutable.
/// </summary>
public sealed class SdpDescription
{
    internal SdpDescription(SdpParser parser, IceCredentials ice, DtlsFingerprint fingerprint, SdpSetup setup)
    {
        SessionId = parser.SessionId;
        SessionVersion = parser.SessionVersion;
        IsIceLite = parser.IsIceLite;
        Bundle = parser.Bundle;
        Media = parser.Media;
        Ice = ice;
        Fingerprint = fingerprint;
        Setup = setup;
    }

    /// <summary>The o= line's session id.</summary>
    public ulong SessionId { get; }

    /// <summary>The o= line's version; grows with each description of one session.</summary>
    public ulong SessionVersion { get; }

    /// <summary>Whether the writer is an ICE-lite agent.</summary>
    public bool IsIceLite { get; }

    /// <summary>The mids of the BUNDLE group in order.</summary>
    public IReadOnlyList<string> Bundle { get; }

    /// <summary>The m-sections in order, rejected ones included.</summary>
    public IReadOnlyList<SdpMedia> Media { get; }

    /// <summary>The ICE credentials of the bundle: those of its first m-section, else of the session.</summary>
    public IceCredentials Ice { get; }

    /// <summary>The SHA-256 fingerprint of the writer's certificate.</summary>
    public DtlsFingerprint Fingerprint { get; }

    /// <summary>The writer's DTLS role.</summary>
    public SdpSetup Setup { get; }

    /// <summary>Finds an m-section by its mid; null without.</summary>
    public SdpMedia? Find(string mid)
    {
        foreach (var media in Media)
        {
            if (media.Mid == mid)
            {
                return media;
            }
        }

        return null;
    }
}

using Telemed.Rtc.Dtls;
using Telemed.Rtc.Ice;

namespace Telemed.Rtc.Sdp;

/// <summary>What an offer and its answer settle, as the media side needs it. Immutable.</summary>
/// <param name="RemoteIce">The peer's ICE credentials.</param>
/// <param name="RemoteFingerprint">The fingerprint that the peer's certificate must have.</param>
/// <param name="Media">The m-sections in order.</param>
public sealed record NegotiatedSession(
    IceCredentials RemoteIce, DtlsFingerprint RemoteFingerprint, IReadOnlyList<NegotiatedMedia> Media)
{
    /// <summary>Finds an m-section by its mid; null without.</summary>
    public NegotiatedMedia? Find(string mid)
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

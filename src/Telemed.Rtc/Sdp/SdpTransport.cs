using Telemed.Rtc.Dtls;

namespace Telemed.Rtc.Sdp;

/// <summary>Transport attributes as they stand at session level or in one m-section.</summary>
internal sealed class SdpTransport
{
    public string? UsernameFragment { get; set; }

    public string? Password { get; set; }

    public DtlsFingerprint? Fingerprint { get; set; }

    public SdpSetup Setup { get; set; }

    public SdpDirection? Direction { get; set; }
}

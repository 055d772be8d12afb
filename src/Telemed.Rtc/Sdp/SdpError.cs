namespace Telemed.Rtc.Sdp;

/// <summary>Why and where a session description was refused. Holds nothing of the description itself but line numbers.</summary>
/// <param name="Code">The reason.</param>
/// <param name="Line">The line, from 1; 0 when the description as a whole is at fault.</param>
/// <param name="Message">The reason as an English sentence, good to show to a developer.</param>
public sealed record SdpError(SdpErrorCode Code, int Line, string Message)
{
    /// <summary>Whether the description is sound but asks for what we do not do, as opposed to malformed.</summary>
    public bool IsUnsupported => Code is SdpErrorCode.NotBundled or SdpErrorCode.NoRtcpMux
        or SdpErrorCode.UnsupportedProtocol or SdpErrorCode.BadSetup or SdpErrorCode.NoFingerprint;

    /// <inheritdoc/>
    public override string ToString() => Line == 0 ? Message : $"Line {Line}: {Message}";
}

namespace Telemed.Links.Measuring;

/// <summary>What came into a page in a quarter of a second, over all its connections. Audio in samples, times in ms.</summary>
internal sealed record Sample(
    double At,
    double Audio,
    double Concealed,
    double Silent,
    double Frames,
    double Freezes,
    double FrozenMs,
    int Width,
    int Height,
    double Packets,
    double Sent,
    string? Protocol,
    string? State,
    double? RoundTripMs,
    double? Outgoing,
    double Target,
    double Discarded,
    double Lost);

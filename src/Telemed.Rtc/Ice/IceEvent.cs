using Telemed.Rtc.Session;

namespace Telemed.Rtc.Ice;

/// <summary>Something that an ICE agent reports.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Path">To which path; default for <see cref="IceEventKind.Lost"/>.</param>
public readonly record struct IceEvent(IceEventKind Kind, NetworkPath Path);

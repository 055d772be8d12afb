using Telemed.Rtc.Session;

namespace Telemed.Rtc.Ice;

/// <summary>A place where the peer says that it listens.</summary>
/// <param name="Path">Address, port and protocol.</param>
/// <param name="Priority">The candidate's priority from the SDP (RFC 8445 section 5.1.2).</param>
public readonly record struct IceRemoteCandidate(NetworkPath Path, uint Priority);

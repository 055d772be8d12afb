using Telemed.Rtc.Time;

namespace Telemed.Rtc.Bwe;

/// <summary>A packet that went out and waits to be reported.</summary>
internal struct SentPacket
{
    /// <summary>When it went out.</summary>
    public MonotonicTime At;

    /// <summary>Its bytes on the link.</summary>
    public int Bytes;

    /// <summary>All bytes sent up to it, its own included.</summary>
    public long Total;

    /// <summary>The probe that it is part of; 0 for none.</summary>
    public byte Probe;

    /// <summary>What has become of it.</summary>
    public SentPacketState State;
}

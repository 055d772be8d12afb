namespace Telemed.Rtc.Rtp;

/// <summary>The client-to-mixer audio level of one packet (RFC 6464 section 3): one bit voice, seven bits level.</summary>
/// <param name="Value">The octet from the wire.</param>
public readonly record struct RtpAudioLevel(byte Value)
{
    /// <summary>The sender's guess that this is speech.</summary>
    public bool Voice => (Value & 0x80) != 0;

    /// <summary>The level below overload in dB: 0 is the loudest, 127 is silence.</summary>
    public int DecibelsBelowOverload => Value & 0x7F;
}

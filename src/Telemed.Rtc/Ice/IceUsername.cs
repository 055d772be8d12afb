using Telemed.Rtc.Stun;

namespace Telemed.Rtc.Ice;

/// <summary>Splits the USERNAME of a check: receiver's fragment, colon, sender's fragment (RFC 8445 section 7.2.2).</summary>
public static class IceUsername
{
    /// <summary>Splits a user name at its colon. False without one.</summary>
    public static bool TrySplit(
        ReadOnlySpan<byte> username, out ReadOnlySpan<byte> receiver, out ReadOnlySpan<byte> sender)
    {
        var colon = username.IndexOf((byte)':');
        receiver = colon < 0 ? default : username[..colon];
        sender = colon < 0 ? default : username[(colon + 1)..];
        return colon >= 0;
    }

    /// <summary>
    /// Reads which session a check is for out of a datagram that may be anything: our own fragment, in ASCII. Nothing is
    /// authenticated yet.
    /// </summary>
    public static bool TryGetReceiver(ReadOnlySpan<byte> datagram, out ReadOnlySpan<byte> receiver)
    {
        receiver = default;
        return StunMessage.TryParse(datagram, out var message)
            && message.Type == StunMessageType.BindingRequest
            && TrySplit(message.Username, out receiver, out _);
    }
}

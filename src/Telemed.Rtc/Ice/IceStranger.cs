using Telemed.Rtc.Stun;

namespace Telemed.Rtc.Ice;

/// <summary>
/// The answer to a check that names nobody: 400 (RFC 8489, section 9.1.3). By it whoever set a server up sees from outside
/// that its port is open.
/// </summary>
public static class IceStranger
{
    /// <summary>Whether a datagram is a check that names nobody.</summary>
    public static bool IsCheck(ReadOnlySpan<byte> datagram) => StunMessage.TryParse(datagram, out var request) && IsCheck(request);

    /// <summary>Writes the answer; 0 when the datagram asks for none.</summary>
    /// <param name="datagram">A datagram from an unknown path.</param>
    /// <param name="response">At least <see cref="StunMessageWriter.RecommendedBuffer"/> bytes.</param>
    /// <returns>The answer's length: never more than the datagram's, so that no forged sender is sent more than was sent
    /// here.</returns>
    public static int Answer(ReadOnlySpan<byte> datagram, Span<byte> response)
    {
        if (!StunMessage.TryParse(datagram, out var request) || !IsCheck(request))
        {
            return 0;
        }

        var length = IceResponse.WriteError(response, request, 400, password: default);
        return length <= datagram.Length ? length : 0;
    }

    private static bool IsCheck(StunMessage message) => message.Type == StunMessageType.BindingRequest && message.Username.IsEmpty;
}

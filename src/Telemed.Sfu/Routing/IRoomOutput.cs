namespace Telemed.Sfu.Routing;

/// <summary>
/// Where a room's packets go. Called on the thread that drives the room, in the middle of its calls; implementations
/// must not call back into the room.
/// </summary>
public interface IRoomOutput
{
    /// <summary>Room for one packet of up to 1,500 bytes; the same bytes until one of the other methods takes them.</summary>
    public Span<byte> Reserve();

    /// <summary>Sends the first <paramref name="length"/> reserved bytes, a plain RTP packet.</summary>
    public void SendRtp(Participant to, int length);

    /// <summary>Sends the first <paramref name="length"/> reserved bytes, plain RTCP.</summary>
    public void SendRtcp(Participant to, int length);
}

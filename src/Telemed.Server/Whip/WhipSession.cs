using System.Security.Cryptography;
using Telemed.Server.Rooms;

namespace Telemed.Server.Whip;

/// <summary>
/// A device's session: what its URL stands for. The entity tag names the ICE session, so that a late PATCH cannot be taken
/// for one of the present session (RFC 9725 section 4.3.1). What is mutable is guarded by <see cref="Gate"/>.
/// </summary>
internal sealed class WhipSession(string id, string ticket, IRoom room, DeviceReply reply, DeviceOffer offer) : IDisposable
{
    /// <summary>The last segment of its URL; unguessable.</summary>
    public string Id { get; } = id;

    /// <summary>The id of the token that it was made with; only that one may change or end it.</summary>
    public string Ticket { get; } = ticket;

    /// <summary>The room.</summary>
    public IRoom Room { get; } = room;

    /// <summary>The room's id at the media node.</summary>
    public string RoomId { get; } = reply.Room;

    /// <summary>The device's participant.</summary>
    public string Device { get; } = reply.Device;

    /// <summary>Held while a request changes the ICE session.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>The last offer.</summary>
    public string OfferSdp { get; private set; } = offer.Sdp;

    /// <summary>The device's present ICE user name fragment.</summary>
    public string Ufrag { get; private set; } = offer.Ufrag;

    /// <summary>The strong entity tag of the present ICE session, quotes included.</summary>
    public string Tag { get; private set; } = NewTag();

    /// <summary>A name that nobody can guess.</summary>
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>The device has restarted ICE.</summary>
    public void Restarted(string offerSdp, string ufrag) => (OfferSdp, Ufrag, Tag) = (offerSdp, ufrag, NewTag());

    /// <inheritdoc/>
    public void Dispose() => Gate.Dispose();

    private static string NewTag() => $"\"{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}\"";
}

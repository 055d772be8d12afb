using System.Net;
using System.Net.Sockets;
using Telemed.Media.Shards;
using Telemed.Media.Signalling;
using Telemed.Rtc.Sdp;
using Telemed.Rtc.Session;

namespace Telemed.Media;

/// <content>Where peers reach the node: the candidates, and ICE-TCP connections that somebody else accepts.</content>
public sealed partial class MediaNode
{
    private volatile IReadOnlyList<IPEndPoint> _listening = [];

    /// <summary>
    /// Says where TCP connections are accepted that reach <see cref="AcceptConnection"/>; later answers name these places
    /// as candidates. A wildcard stands for the announced addresses.
    /// </summary>
    public void ListenOn(IReadOnlyList<IPEndPoint> places)
    {
        var port = _options.TcpPort;
        _listening = !_options.Tcp ? []
            : [.. places.Select(place => port == 0 ? place : new(place.Address, port)).SelectMany(Announced).Distinct()];
    }

    /// <summary>
    /// Takes an accepted connection whose first bytes are a framed check (RFC 4571). The caller reads, hands in the bytes
    /// and closes the socket in the end; nobody else writes to it.
    /// </summary>
    public IceTcpConnection AcceptConnection(Socket socket) => new(socket, ShardOf);

    private Shard? ShardOf(ReadOnlySpan<byte> firstFrame)
    {
        var index = ShardFragment.ShardOf(firstFrame);
        return index >= 0 && index < _shards.Length ? _shards[index] : null;
    }

    private List<SdpCandidate> CandidatesOf(Shard shard) =>
    [
        .. _addresses.Select(address => NetworkPath.From(new(address, shard.Port)))
            .Concat(_listening.Select(place => NetworkPath.From(place, NetworkProtocol.Tcp)))
            .Select(SdpCandidate.Host),
    ];

    // What an operator announces stands before a translator: whatever the socket is bound to, the outside sees that.
    private IEnumerable<IPEndPoint> Announced(IPEndPoint place)
    {
        var isWildcard = place.Address.Equals(IPAddress.Any) || place.Address.Equals(IPAddress.IPv6Any);
        if (!isWildcard && _options.AnnouncedAddresses.Length == 0)
        {
            return [place];
        }

        return _addresses
            .Where(address => address.AddressFamily == AddressFamily.InterNetwork || !place.Address.Equals(IPAddress.Any))
            .Select(address => new IPEndPoint(address, place.Port));
    }
}

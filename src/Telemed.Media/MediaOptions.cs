namespace Telemed.Media;

/// <summary>
/// What the media side of a node listens on and announces. Configuration section <c>Telemed:Media</c>. Every option is
/// validated when the node starts; <see cref="Validate"/> lists all faults at once.
/// </summary>
public sealed class MediaOptions
{
    /// <summary>
    /// The local address that the media sockets are bound to. Default <c>::</c>: all of both families, or of IPv4 where the
    /// kernel has no IPv6; <c>0.0.0.0</c>: all of IPv4. Replies then leave from the address that was asked.
    /// </summary>
    public string Address { get; set; } = "::";

    /// <summary>
    /// The addresses, of either family, that answers name as candidates, in order of preference. Default empty: the bound
    /// address or, when that is a wildcard, the machine's own addresses (the loopback one only when there is no other).
    /// </summary>
    public string[] AnnouncedAddresses { get; set; } = [];

    /// <summary>
    /// The UDP port of the first shard; shard <c>i</c> uses <c>Port + i</c>. 0 to 65535, default 50000; 0 lets the
    /// kernel choose one for each shard.
    /// </summary>
    public int Port { get; set; } = 50000;

    /// <summary>Whether answers name TCP candidates (RFC 6544) on the port of the HTTP server. Default yes.</summary>
    public bool Tcp { get; set; } = true;

    /// <summary>
    /// The TCP port that answers name, where a translator before the server changes it (443 outside, say, for 8443 inside).
    /// 0 to 65535, default 0: the one that the server listens on.
    /// </summary>
    public int TcpPort { get; set; }

    /// <summary>How many shards (threads, each with its own port) carry rooms. 1 to 64, default 1.</summary>
    public int Shards { get; set; } = 1;

    /// <summary>How many participants one shard takes before it refuses as overloaded. 1 to 10000, default 1000.</summary>
    public int MaximumParticipants { get; set; } = 1000;

    /// <summary>How many participants one room takes. 1 to 1000, default 200.</summary>
    public int MaximumRoomParticipants { get; set; } = 200;

    /// <summary>
    /// From how many participants of a room on one shard on further ones are placed on others, as far as there are any.
    /// 1 to 1000, default 150.
    /// </summary>
    public int SpreadAbove { get; set; } = 150;

    /// <summary>
    /// From how much of its processor on, in percent, a shard refuses new participants as overloaded: those who are there
    /// keep their quality. 10 to 100, default 85; 100 refuses nobody.
    /// </summary>
    public int RefuseAtPercentBusy { get; set; } = 85;

    /// <summary>
    /// The nice value of the media threads (setpriority(2)): with it they go before all else that the process does, a burst of
    /// requests or a collection of garbage. -20 to 0, default -11; 0 leaves them as all others. It takes <c>RLIMIT_NICE</c> or
    /// <c>CAP_SYS_NICE</c>; without, the log says so and they run as all others.
    /// </summary>
    public int Niceness { get; set; } = -11;

    /// <summary>
    /// How long a participant may stay without a connected transport before it is reported as disconnected and its
    /// publications are removed, in milliseconds. 1000 to 600000, default 15000.
    /// </summary>
    public int AbsenceMilliseconds { get; set; } = 15_000;

    /// <summary>Every fault of these options, each naming the option, its bound and the value seen; empty when all is well.</summary>
    public IReadOnlyList<string> Validate() => MediaOptionsValidator.Faults(this);
}

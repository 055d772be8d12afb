using Microsoft.Extensions.Logging;

namespace Telemed.Media;

/// <summary>
/// What the media threads log. Rooms and participants appear by their opaque ids; addresses, names and media never do.
/// </summary>
internal static partial class LogMessages
{
    [LoggerMessage(2001, LogLevel.Information, "Shard {Shard} listens on UDP port {Port}")]
    public static partial void ShardStarted(this ILogger logger, int shard, int port);

    [LoggerMessage(2002, LogLevel.Information, "Shard {Shard} stopped")]
    public static partial void ShardStopped(this ILogger logger, int shard);

    [LoggerMessage(2003, LogLevel.Debug, "Room {Room} opened on shard {Shard}")]
    public static partial void RoomOpened(this ILogger logger, string room, int shard);

    [LoggerMessage(2004, LogLevel.Debug, "Room {Room} closed")]
    public static partial void RoomClosed(this ILogger logger, string room);

    [LoggerMessage(2005, LogLevel.Debug, "Participant {Participant} of room {Room}: media connected")]
    public static partial void Connected(this ILogger logger, string room, string participant);

    [LoggerMessage(2006, LogLevel.Debug, "Participant {Participant} of room {Room}: media ended ({Reason})")]
    public static partial void Disconnected(
        this ILogger logger, string room, string participant, DisconnectReason reason);

    [LoggerMessage(2007, LogLevel.Error, "Participant {Participant} of room {Room} was ended by a fault of ours")]
    public static partial void PeerFailed(this ILogger logger, Exception fault, string room, string participant);

    [LoggerMessage(2008, LogLevel.Error, "Room {Room} was ended by a fault of ours")]
    public static partial void RoomFailed(this ILogger logger, Exception fault, string room);

    [LoggerMessage(2009, LogLevel.Error, "A datagram caused a fault of ours on shard {Shard}")]
    public static partial void DatagramFailed(this ILogger logger, Exception fault, int shard);

    [LoggerMessage(2010, LogLevel.Warning,
        "Media threads run as all others, so media waits when the processor is full: the kernel refuses the nice value {Niceness} (errno {Error}). "
        + "Allow it (LimitNICE= of systemd, ulimits.nice of Docker, CAP_SYS_NICE), or set Telemed:Media:Niceness to 0")]
    public static partial void NoPrecedence(this ILogger logger, int niceness, int error);
}

namespace Telemed.Server;

/// <summary>
/// Every message that the server writes. None takes patient data, a person's name, a client's address or a token;
/// rooms and people appear by their opaque ids.
/// </summary>
internal static partial class LogMessages
{
    [LoggerMessage(1, LogLevel.Information, "Started as node {Node} on {Database} in {Milliseconds} ms.")]
    public static partial void Started(this ILogger logger, string node, string database, long milliseconds);

    [LoggerMessage(2, LogLevel.Information, "Stopping.")]
    public static partial void Stopping(this ILogger logger);

    [LoggerMessage(3, LogLevel.Error, "A fault of ours at {Place}: {Fault}")]
    public static partial void Fault(this ILogger logger, string place, string fault);

    [LoggerMessage(4, LogLevel.Information, "The empty database was filled with the demonstration network.")]
    public static partial void DemoSeeded(this ILogger logger);

    [LoggerMessage(5, LogLevel.Information, "Recording {Recording} is sealed: {DurationMs} ms, made in {TookMs} ms.")]
    public static partial void RecordingSealed(this ILogger logger, string recording, long durationMs, long tookMs);

    [LoggerMessage(6, LogLevel.Warning, "The file of recording {Recording} could not be made: {Reason}.")]
    public static partial void RecordingNotFinished(this ILogger logger, string recording, string reason);

    [LoggerMessage(7, LogLevel.Warning, "Recording {Recording} has a problem: {Code}.")]
    public static partial void RecordingProblem(this ILogger logger, string recording, string code);

    [LoggerMessage(8, LogLevel.Warning, "Recording {Recording} was left unfinished by an earlier run; it is {Action}.")]
    public static partial void RecordingFound(this ILogger logger, string recording, string action);

    [LoggerMessage(9, LogLevel.Error, "The media of room {Room} failed; its participants join again.")]
    public static partial void RoomFailed(this ILogger logger, string room);

    [LoggerMessage(40, LogLevel.Information, "The appointment of consult {Consult} begins at {StartsAt}.")]
    public static partial void AppointmentNear(this ILogger logger, string consult, DateTimeOffset startsAt);

    [LoggerMessage(41, LogLevel.Warning, "The reminder of consult {Consult} was not taken and is sent again: {Reason}.")]
    public static partial void ReminderNotSent(this ILogger logger, string consult, string reason);

    [LoggerMessage(50, LogLevel.Critical, "Another process runs as node {Node}: this one gives up its rooms and stops.")]
    public static partial void NameTaken(this ILogger logger, string node);

    [LoggerMessage(53, LogLevel.Error, "Node {Node} is cut off from the database that others reach: it gives up its rooms.")]
    public static partial void CutOff(this ILogger logger, string node);

    [LoggerMessage(51, LogLevel.Warning, "Room {Room} is run by another node now; its people are sent there.")]
    public static partial void RoomFenced(this ILogger logger, string room);

    [LoggerMessage(52, LogLevel.Information, "Handing {Rooms} rooms to other nodes.")]
    public static partial void Draining(this ILogger logger, int rooms);

    [LoggerMessage(30, LogLevel.Warning, "An address has too many connections that say nothing; a further one was refused.")]
    public static partial void TooManySilent(this ILogger logger);

    [LoggerMessage(20, LogLevel.Error, "Fact {Version} of {Stream} cannot be read; nobody is told of it.")]
    public static partial void FactUnreadable(this ILogger logger, string stream, int version);

    [LoggerMessage(10, LogLevel.Error, "Recording {Recording} cannot be read: {Reason}.")]
    public static partial void RecordingUnreadable(this ILogger logger, string recording, string reason);
}

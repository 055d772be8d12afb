using System.Net;
using Microsoft.Extensions.Logging;

namespace Telemed.Media.Shards;

/// <summary>What a shard is made of.</summary>
/// <param name="Index">Its number, from 0.</param>
/// <param name="Address">The address to bind.</param>
/// <param name="Port">The port to bind; 0 lets the kernel choose.</param>
/// <param name="MaximumParticipants">How many participants it takes.</param>
/// <param name="MaximumRoomParticipants">How many participants one of its rooms takes.</param>
/// <param name="Absence">How long a participant without a transport keeps its place.</param>
/// <param name="Clock">The clock.</param>
/// <param name="Post">Takes the news; any thread may call it.</param>
/// <param name="Logger">The log.</param>
internal sealed record ShardSettings(
    int Index,
    IPAddress Address,
    int Port,
    int MaximumParticipants,
    int MaximumRoomParticipants,
    TimeSpan Absence,
    MonotonicClock Clock,
    Action<MediaEvent> Post,
    ILogger Logger)
{
    /// <summary>From how many thousandths of a processor on nobody new is taken; 1000 or more takes everybody.</summary>
    public int RefuseAtBusyPermille { get; init; } = 1000;

    /// <summary>The nice value of its thread, as <see cref="MediaOptions.Niceness"/>.</summary>
    public int Niceness { get; init; }

    /// <summary>The node's other shards; filled before they start.</summary>
    public List<Shard> Others { get; } = [];
}

using System.Diagnostics;
using System.Diagnostics.Metrics;
using Telemed.Server.Problems;

namespace Telemed.Server.Telemetry;

/// <summary>
/// The server's spans and what is counted of them. Names are fixed and tags are codes: neither a person nor a case, an address nor
/// a token is ever in one.
/// </summary>
internal static class Traces
{
    /// <summary>The name of the source and of the meter.</summary>
    public const string Name = "Telemed.Server";

    /// <summary>Where spans begin.</summary>
    public static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    private static readonly Histogram<double> JoinDuration = Meter.CreateHistogram<double>(
        "telemed.join.duration", "s", "From a browser's offer to the answer, by what came of it.");

    /// <summary>The scores of links as rooms measure them, 0 to 5.</summary>
    public static readonly Histogram<int> LinkScore = Meter.CreateHistogram<int>(
        "telemed.link.score", "{score}", "Links as rooms measure them, 0 lost to 5 excellent.");

    /// <summary>Somebody enters a room: a trace of its own, whatever the hub's connection began with.</summary>
    public static async Task<Answer<T>> JoinAsync<T>(Func<Task<Answer<T>>> join)
    {
        Activity.Current = null;
        using var span = Source.StartActivity("room.join", ActivityKind.Server);
        var began = Stopwatch.GetTimestamp();
        var outcome = "fault";
        try
        {
            var answer = await join();
            outcome = answer.Refusal is { } refusal ? refusal.Reason ?? refusal.Kind.Code : "done";
            return answer;
        }
        finally
        {
            span?.SetTag("telemed.outcome", outcome);
            JoinDuration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome));
        }
    }

    /// <summary>One step of what is being traced.</summary>
    public static async Task<T> StepAsync<T>(string name, Func<Task<T>> step)
    {
        using var span = Source.StartActivity(name);
        return await step();
    }
}

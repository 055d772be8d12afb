using Telemed.Consults.Recordings;
using Telemed.Consults.Views;

namespace Telemed.Server.Rooms;

/// <summary>A recording as the page sees it.</summary>
internal sealed record RecordingView(
    string? Id,
    RecordingStatus State,
    DateTimeOffset? Since,
    long RecordedMs,
    IReadOnlyList<string> WaitingFor,
    bool WaitsForPatient,
    double? Progress)
{
    /// <summary>The view of the domain's picture.</summary>
    public static RecordingView Of(RecordingStateView view, double? progress) => new(
        view.Id?.Value, view.State, view.Since, view.RecordedMs, [.. view.WaitingFor.Select(one => one.Value)], view.WaitsForPatient, progress);
}

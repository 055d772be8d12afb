using Telemed.Consults.Recordings;

namespace Telemed.Server.Recordings;

/// <summary>Where a recording stands after the archive did something with it.</summary>
internal sealed record StepView(string Id, RecordingStatus State, RetentionClass Class, TwoPersonStep? Pending)
{
    /// <summary>The view of a recording's state.</summary>
    public static StepView Of(RecordingLife life) => new(life.Id.Value, life.Status, life.Class, life.Pending?.Step);
}

using Telemed.Consults.Ids;
using Telemed.Consults.Recordings;

namespace Telemed.Consults.Tests;

/// <summary>Recordings in the states that tests begin in.</summary>
internal static class RecordingCases
{
    internal static readonly DateTimeOffset T0 = Cases.T0;
    internal static readonly PersonId A = new("a");
    internal static readonly PersonId B = new("b");

    internal static RecordingCommand.Ask Ask(TwoPersonStep step) => new(A, T0, step, "why", T0);

    internal static RecordingCommand.Confirm Confirm(PersonId by, TwoPersonStep step) => new(by, T0, step, T0);

    internal static RecordingLife Sealed() => Then(
        On(), new RecordingCommand.Stop(A, T0), new RecordingCommand.Seal(PersonId.System, T0, 1, 1));

    internal static RecordingCommand.Request Request() =>
        new(A, T0, Cases.Recording, Cases.Id, [new(A, true, null), new(B, true, null)], true);

    internal static RecordingLife On() => Then(
        Then(RecordingLife.Unknown, Request()),
        new RecordingCommand.Answer(A, T0, A, true),
        new RecordingCommand.Answer(B, T0, B, true));

    internal static RecordingLife Then(RecordingLife state, params RecordingCommand[] commands) =>
        commands.Aggregate(state, (now, command) => Tell.Facts(RecordingDecider.Decide(now, command))
            .Aggregate(now, RecordingDecider.Evolve));
}

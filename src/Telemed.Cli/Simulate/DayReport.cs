using Telemed.Consults.Consults;

namespace Telemed.Cli.Simulate;

/// <summary>What became of a day.</summary>
/// <param name="States">How many consults ended in each state.</param>
/// <param name="Booked">How many of them began as a booked half hour of the pool.</param>
/// <param name="Times">The durations.</param>
/// <param name="Refused">Commands that the rules refused, by reason.</param>
/// <param name="Restarts">How often the server was stopped and started.</param>
/// <param name="Faults">What must not be: every line is one fault.</param>
internal sealed record DayReport(
    IReadOnlyDictionary<ConsultStatus, int> States,
    int Booked,
    IReadOnlyList<DayTimes> Times,
    IReadOnlyDictionary<string, int> Refused,
    int Restarts,
    IReadOnlyList<string> Faults);

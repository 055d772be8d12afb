using System.Text;
using System.Text.Json;
using Telemed.Consults.Consults;
using Telemed.Consults.Decisions;

namespace Telemed.Consults.Tests;

/// <summary>
/// The consult's workflow as a page of text, made from the decider by trying every command in every state.
/// </summary>
internal static class WorkflowTable
{
    public static string Write()
    {
        var text = new StringBuilder(
            """
            # The workflow of a consult

            Made from the decider by trying every command in every state (`tests/Telemed.Consults.Tests`); a test
            compares this page with the code. To renew it, run that test project with `TELEMED_WRITE_DOCS=1`.

            Each table says what a command does in one state: the state it leads to and what is stored. A command that
            is not listed is refused in that state, and nothing changes. Emergency requests are used, but for the
            review lane.


            """);
        foreach (var (name, state) in Cases.States)
        {
            text.Append("## ").Append(name).Append("\n\n").Append(Clock(state));
            var rows = Cases.Commands.Select(command => Row(command.Name, state, command.Make(state))).ToList();
            var taken = rows.OfType<string>().ToList();
            text.Append(taken.Count == 0
                ? "Final: takes nothing.\n"
                : "| command | leads to | stored |\n|---|---|---|\n" + string.Concat(taken));
            var others = Cases.Commands
                .Select(command => (command.Name, Decision: Cases.Decider.Decide(state, command.Make(state))))
                .Where(one => one.Decision is Decision<ConsultEvent>.Refused
                {
                    Why.Code: not ("not-in-state" or "clock-stale" or "not-found"),
                })
                .Select(one => $"`{one.Name}`: `{((Decision<ConsultEvent>.Refused)one.Decision).Why.Code}`")
                .ToList();
            text.Append(others.Count == 0
                ? "\n"
                : $"\nRefused with a reason of its own: {string.Join(", ", others)}.\n\n");
        }

        return text.ToString().TrimEnd() + "\n";
    }

    /// <summary>The name of a state as the contracts write it.</summary>
    public static string NameOf(ConsultState state) => state is ConsultState.Filed filed
        ? JsonNamingPolicy.CamelCase.ConvertName(filed.Status.ToString())
        : "unknown";

    private static string Clock(ConsultState state) => ConsultClocks.Of(state) is { } clock
        ? $"Clock: {JsonNamingPolicy.CamelCase.ConvertName(clock.Kind.ToString())}, "
            + $"{clock.DueAt - Cases.T0} after this state began.\n\n"
        : "";

    private static string? Row(string command, ConsultState state, ConsultCommand made)
    {
        if (Cases.Decider.Decide(state, made) is not Decision<ConsultEvent>.Accepted accepted)
        {
            return null;
        }

        var after = accepted.Facts.Aggregate(state, ConsultDecider.Evolve);
        var stored = accepted.Facts.Select(fact => JsonNamingPolicy.CamelCase.ConvertName(fact.GetType().Name));
        var all = accepted.Facts.Count == 0 ? "nothing" : string.Join(", ", stored);
        return $"| {command} | {NameOf(after)} | {all} |\n";
    }
}

using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Telemed.Cli.Simulate;
using Telemed.Storage;

namespace Telemed.Cli.Commands;

/// <summary><c>telemed simulate claims</c>: what several nodes claim from one database while they are after the same.</summary>
internal static class ClaimsCommand
{
    private const int Institutions = 60;
    private const int MostNodes = 16;

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>The command; it works over an empty database, as its siblings do.</summary>
    public static Command Create(Option<string?> database, Option<bool> json)
    {
        var nodes = new Option<int>("--nodes") { Description = "Nodes beside the database.", DefaultValueFactory = _ => 3 };
        var seconds = new Option<int>("--seconds") { Description = "How long for each kind of claim.", DefaultValueFactory = _ => 10 };
        var hands = new Option<int>("--hands") { Description = "How many act at once at each node.", DefaultValueFactory = _ => 4 };
        var command = new Command("claims", "Claims a second that several nodes take from one database: of rooms, and of specialists.")
        {
            database, json, nodes, seconds, hands,
        };
        command.SetAction((parsed, cancellation) => SimulateCommand.WithDatabaseAsync(parsed.GetValue(database), async open =>
        {
            var count = parsed.GetValue(nodes) is >= 1 and <= MostNodes and var wanted
                ? wanted
                : throw new CliException($"--nodes lies between 1 and {MostNodes}.", ExitCodes.Usage);
            var stores = new List<ConsultDatabase>();
            try
            {
                while (stores.Count < count)
                {
                    stores.Add(await open());
                }

                var load = new ClaimLoad(stores, DayNetwork.Build(Institutions, DateTimeOffset.UtcNow), parsed.GetValue(hands));
                await load.PrepareAsync(cancellation);
                var span = TimeSpan.FromSeconds(parsed.GetValue(seconds));
                var rooms = await load.RoomsAsync(span, cancellation);
                var specialists = await load.SpecialistsAsync(span, cancellation);
                Console.WriteLine(parsed.GetValue(json)
                    ? JsonSerializer.Serialize(new { nodes = count, rooms, specialists, twice = load.Twice }, Web)
                    : $"{Line("rooms", rooms)}\n{Line("specialists", specialists)}\n{load.Twice} given twice");
                return load.Twice == 0 ? ExitCodes.Done : ExitCodes.NotInOrder;
            }
            finally
            {
                foreach (var one in stores)
                {
                    await one.DisposeAsync();
                }
            }
        }));
        return command;
    }

    private static string Line(string what, ClaimCount count) => string.Create(
        CultureInfo.InvariantCulture,
        $"{what}: {count.PerSecond:F0} claims/s, p50 {count.P50:F1} ms, p99 {count.P99:F1} ms, {count.Missed} missed");
}

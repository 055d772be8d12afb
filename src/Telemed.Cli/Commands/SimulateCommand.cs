using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Telemed.Cli.Simulate;
using Telemed.Storage;
using Telemed.Storage.Keys;

namespace Telemed.Cli.Commands;

/// <summary>
/// <c>telemed simulate [load|claims|store]</c>: a clinic day of an invented region over a database of its own, how many commands or
/// claims of rooms a second are taken, or a database full of past consults. It is filled with invented consults: never name one
/// that is in use.
/// </summary>
internal static class SimulateCommand
{
    private static readonly DateTimeOffset Morning = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    private static readonly Option<string?> Database = new("--database")
    {
        Description = "A PostgreSQL connection string of an empty database; an SQLite file that is thrown away without it.",
    };

    private static readonly Option<int> Institutions = new("--institutions")
    {
        Description = "Institutions of the region.",
        DefaultValueFactory = _ => 200,
    };

    private static readonly Option<bool> Json = new("--json") { Description = "One line of JSON instead of a table." };

    /// <summary>The command with its subcommand.</summary>
    public static Command Create()
    {
        var consults = new Option<int>("--consults") { Description = "Consults of the day.", DefaultValueFactory = _ => 2_000 };
        var restarts = new Option<int>("--restarts") { Description = "Restarts in the day.", DefaultValueFactory = _ => 4 };
        var seed = new Option<int>("--seed") { Description = "What the lots are drawn from.", DefaultValueFactory = _ => 1 };
        var command = new Command("simulate", "A clinic day of an invented region in virtual time, with its report.")
        {
            Database, Institutions, Json, consults, restarts, seed, Load(), ClaimsCommand.Create(Database, Json), Store(),
        };
        command.SetAction((parsed, cancellation) => WithDatabaseAsync(parsed.GetValue(Database), async open =>
        {
            var network = DayNetwork.Build(Bounded(parsed.GetValue(Institutions), 20, 2_000), Morning);
            var day = new ClinicDay(
                open, network, parsed.GetValue(consults), parsed.GetValue(restarts), parsed.GetValue(seed));
            var report = await day.RunAsync(Morning, cancellation);
            Print(report, parsed.GetValue(Json));
            return report.Faults.Count == 0 ? ExitCodes.Done : ExitCodes.NotInOrder;
        }));
        return command;
    }

    private static Command Load()
    {
        var seconds = new Option<int>("--seconds") { Description = "How long.", DefaultValueFactory = _ => 15 };
        var hands = new Option<int>("--hands") { Description = "How many act at once.", DefaultValueFactory = _ => 8 };
        var command = new Command("load", "Commands a second that the control plane takes, and how long they last.")
        {
            Database, Institutions, Json, seconds, hands,
        };
        command.SetAction((parsed, cancellation) => WithDatabaseAsync(parsed.GetValue(Database), async open =>
        {
            await using var database = await open();
            var network = DayNetwork.Build(Bounded(parsed.GetValue(Institutions), 20, 2_000), DateTimeOffset.UtcNow);
            var (perSecond, times, refused) = await new DeskLoad(database, network, parsed.GetValue(hands))
                .RunAsync(TimeSpan.FromSeconds(parsed.GetValue(seconds)), cancellation);
            Console.WriteLine(parsed.GetValue(Json)
                ? JsonSerializer.Serialize(new { perSecond, p50 = times.At(0.5), p99 = times.At(0.99), commands = times.Count, refused })
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{perSecond:F0} commands/s, p50 {times.At(0.5):F1} ms, p99 {times.At(0.99):F1} ms, {refused} of {times.Count} refused"));
            return ExitCodes.Done;
        }));
        return command;
    }

    private static Command Store()
    {
        var institutions = new Option<int>("--institutions") { Description = "Institutions of the region.", DefaultValueFactory = _ => 10_000 };
        var consults = new Option<int>("--consults") { Description = "Consults of the past year.", DefaultValueFactory = _ => 100_000 };
        var live = new Option<int>("--live") { Description = "Consults that are under way.", DefaultValueFactory = _ => 400 };
        var copies = new Option<int>("--copies") { Description = "Copies laid down for the case library, seen by nobody.", DefaultValueFactory = _ => 5_000 };
        var keys = new Option<FileInfo>("--keys") { Description = "The master key file of the server that is to read it.", Required = true };
        var connection = new Option<string>("--database") { Description = "A PostgreSQL connection string of an empty database.", Required = true };
        var password = new Option<string>("--password") { Description = "A password for some of its people.", Required = true };
        var command = new Command("store", "Fills an empty database with a year of a large region; prints who can sign in.")
        {
            institutions, consults, live, copies, keys, connection, password,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var now = DateTimeOffset.UtcNow;
            var network = RegionNetwork.Build(Bounded(parsed.GetValue(institutions), 100, 50_000), now);
            var key = new MasterKeyLines(await File.ReadAllTextAsync(parsed.GetValue(keys)!.FullName, cancellation));
            await using var database = await ConsultDatabase.OpenAsync(
                new() { ConnectionString = parsed.GetValue(connection) }, key, cancellation);
            var users = await new StoreFill(database, network, now).RunAsync(
                parsed.GetValue(consults), parsed.GetValue(live), parsed.GetValue(password)!, cancellation);
            await new LibraryFill(database.Library, now).RunAsync(parsed.GetValue(copies), cancellation);
            Console.WriteLine(JsonSerializer.Serialize(users));
            return ExitCodes.Done;
        });
        return command;
    }

    private static int Bounded(int institutions, int least, int most) => institutions >= least && institutions <= most
        ? institutions
        : throw new CliException(
            string.Create(CultureInfo.InvariantCulture, $"--institutions lies between {least} and {most}; it is {institutions}."), ExitCodes.Usage);

    /// <summary>Runs over a database that is opened as often as is asked, with one master key.</summary>
    internal static async Task<int> WithDatabaseAsync(string? connection, Func<Func<Task<ConsultDatabase>>, Task<int>> run)
    {
        var key = new FixedMasterKey(RandomNumberGenerator.GetBytes(32));
        if (connection is not null)
        {
            return await run(() => ConsultDatabase.OpenAsync(new() { ConnectionString = connection }, key));
        }

        var folder = Directory.CreateTempSubdirectory("telemed-simulate-");
        try
        {
            var file = Path.Combine(folder.FullName, "telemed.db");
            return await run(() => ConsultDatabase.OpenAsync(new() { SqliteFile = file }, key));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Print(DayReport report, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                states = report.States.ToDictionary(one => one.Key.ToString(), one => one.Value),
                booked = report.Booked,
                times = report.Times.Select(one => new { name = one.Name, count = one.Count, p50 = one.At(0.5), p99 = one.At(0.99) }),
                refused = report.Refused,
                restarts = report.Restarts,
                faults = report.Faults,
            }));
            return;
        }

        foreach (var (state, count) in report.States)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{state,-22} {count,6}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Booked} began as a booked half hour of the pool"));
        foreach (var time in report.Times)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{time.Name,-28} {time.Count,6}   p50 {time.At(0.5) / 1000,9:F3} s   p99 {time.At(0.99) / 1000,9:F3} s"));
        }

        Console.WriteLine($"refused: {string.Join(", ", report.Refused.Select(one => $"{one.Key} {one.Value}"))}");
        Console.WriteLine($"{report.Restarts} restarts, {report.Faults.Count} faults");
        foreach (var fault in report.Faults)
        {
            Console.WriteLine("  " + fault);
        }
    }
}

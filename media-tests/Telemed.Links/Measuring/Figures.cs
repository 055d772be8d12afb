using System.Globalization;
using System.Text.Json;
using Telemed.Browser.Tests.Fixtures;

namespace Telemed.Links.Measuring;

/// <summary>The figures of a run: a line on the console as each comes, and artifacts/bench/links.json.</summary>
internal static class Figures
{
    private static readonly Lock Gate = new();
    private static readonly List<Figure> All = [];
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Notes a figure.</summary>
    /// <param name="name">Link and figure.</param>
    /// <param name="value">What was seen.</param>
    /// <param name="unit">Its unit.</param>
    /// <param name="goal">What was asked for, in words.</param>
    /// <param name="holds">Whether this run reached it.</param>
    public static void Add(string name, double value, string unit, string goal, bool holds)
    {
        lock (Gate)
        {
            All.RemoveAll(one => one.Name == name);
            All.Add(new(name, Math.Round(value, 2), unit, goal, holds, null));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{(holds ? "holds" : "MISSED"),-6}  {name,-64} {value,10:0.##} {unit,-9} {goal}"));
            File.WriteAllText(Path.Combine(Repository.Artifacts("bench"), "links.json"), JsonSerializer.Serialize(All, Json));
        }
    }

    private sealed record Figure(string Name, double Value, string Unit, string Goal, bool Holds, double? Spread);
}

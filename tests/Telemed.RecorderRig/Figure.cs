using System.Globalization;
using System.Text.Json;

namespace Telemed.RecorderRig;

/// <summary>A measured figure, as every suite under <c>artifacts/bench</c> writes it.</summary>
/// <param name="Name">What.</param>
/// <param name="Value">How much.</param>
/// <param name="Unit">Of what.</param>
/// <param name="Goal">What was asked for, in words.</param>
/// <param name="Holds">Whether this run reached it.</param>
/// <param name="Spread">How far single values lay apart; null when there is only one.</param>
internal sealed record Figure(string Name, double Value, string Unit, string Goal, bool Holds, string? Spread = null)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Prints figures as a table, and writes them as JSON where a path is given.</summary>
    public static void Write(IReadOnlyList<Figure> figures, string? path)
    {
        foreach (var one in figures)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{(one.Holds ? "ok  " : "MISS")} {one.Name,-58} {one.Value,10:0.###} {one.Unit,-9} goal {one.Goal}{(one.Spread is null ? "" : "  (" + one.Spread + ")")}"));
        }

        if (path is not null)
        {
            File.WriteAllText(path, JsonSerializer.Serialize(figures, Json));
        }
    }
}

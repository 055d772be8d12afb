using System.Text.Json;

namespace Telemed.Storage.Audit;

/// <summary>Says whether an audit file is whole: nothing changed, removed or put in, and every anchor still holds (U2).</summary>
public static class AuditVerifier
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The faults, empty when all is whole.</summary>
    public static IReadOnlyList<string> Verify(IEnumerable<string> lines, IEnumerable<AuditAnchor> anchors)
    {
        var (last, number) = (AuditLine.Start, 0);
        var faults = new List<string>();
        var open = anchors.OrderBy(anchor => anchor.Lines).ToList();
        Check(open, faults, number, last);
        foreach (var line in lines)
        {
            number++;
            if (Previous(line) != last)
            {
                faults.Add($"line {number} does not follow from line {number - 1}");
            }

            last = AuditLine.Hash(line);
            Check(open, faults, number, last);
        }

        faults.AddRange(open.Select(anchor => $"the anchor of {anchor.Day:yyyy-MM-dd} knows {anchor.Lines} lines, there are {number}"));
        return faults;
    }

    /// <summary>Verifies the file and the anchors of a directory as the server writes them.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    public static IReadOnlyList<string> VerifyDirectory(string directory, string? anchors = null)
    {
        var kept = anchors ?? Path.Combine(directory, "anchors");
        var known = Directory.Exists(kept)
            ? Directory.EnumerateFiles(kept, "*.json").Select(file =>
                JsonSerializer.Deserialize<AuditAnchor>(File.ReadAllText(file), Json)!)
            : [];
        var file = Path.Combine(directory, "audit.jsonl");
        return Verify(File.Exists(file) ? File.ReadLines(file) : [], known);
    }

    /// <summary>An anchor as its file holds it.</summary>
    public static string Write(AuditAnchor anchor) => JsonSerializer.Serialize(anchor, Json);

    private static void Check(List<AuditAnchor> open, List<string> faults, int number, string hash)
    {
        while (open.Count > 0 && open[0].Lines == number)
        {
            if (open[0].Hash != hash)
            {
                faults.Add($"the anchor of {open[0].Day:yyyy-MM-dd} does not fit line {number}");
            }

            open.RemoveAt(0);
        }
    }

    private static string? Previous(string line)
    {
        try
        {
            using var parsed = JsonDocument.Parse(line);
            return parsed.RootElement.TryGetProperty("previous", out var previous) ? previous.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

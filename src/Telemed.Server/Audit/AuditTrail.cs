using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Telemed.Server.Json;
using Telemed.Server.Secrets;

namespace Telemed.Server.Audit;

/// <summary>
/// What people looked at, one line of JSON each, in a file that only grows: every line holds the hash of the line before
/// it, so that a removed or changed one shows. Durable before the caller goes on. Ids only. Any thread.
/// </summary>
internal sealed class AuditTrail : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly string _path;
    private string _last;

    /// <summary>Goes on with the file in <paramref name="directory"/>, or begins one.</summary>
    public AuditTrail(string directory)
    {
        PrivateFiles.EnsureDirectory(directory);
        _path = Path.Combine(directory, "audit.jsonl");
        PrivateFiles.ReadOrCreate(_path, () => []);
        _last = File.ReadLines(_path).LastOrDefault() is { Length: > 0 } line ? Hash(line) : new('0', 64);
    }

    /// <summary>Adds what a person did.</summary>
    public async Task AddAsync(string actor, string action, string subject, string? detail, DateTimeOffset at, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            var line = JsonSerializer.Serialize(new { at, actor, action, subject, detail, previous = _last }, Wire.Options);
            await using var file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read);
            await file.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), CancellationToken.None);
            file.Flush(flushToDisk: true);
            _last = Hash(line);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The number of the first line that does not follow from the one before; null when all do.</summary>
    public static int? FirstBreak(IEnumerable<string> lines)
    {
        var (last, number) = (new string('0', 64), 0);
        foreach (var line in lines)
        {
            number++;
            using var parsed = JsonDocument.Parse(line);
            if (parsed.RootElement.GetProperty("previous").GetString() != last)
            {
                return number;
            }

            last = Hash(line);
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private static string Hash(string line) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line)));
}

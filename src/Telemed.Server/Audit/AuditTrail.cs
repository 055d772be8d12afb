using System.Globalization;
using System.Text;
using System.Text.Json;
using Telemed.Consults.Availability;
using Telemed.Server.Json;
using Telemed.Server.Secrets;
using Telemed.Storage.Audit;

namespace Telemed.Server.Audit;

/// <summary>
/// What people did and looked at, one line of JSON each, in a file that only grows: every line holds the hash of the line
/// before it, and at the end of each day (UTC+8) an anchor is written beside it, so that a removed or changed line shows.
/// Durable before the caller goes on; those who wait meanwhile share one write to the disk. Any thread.
/// </summary>
internal sealed class AuditTrail : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly string _anchors;
    private List<AuditEntry> _waiting = [];
    private string _last = AuditLine.Start;
    private DateTimeOffset? _lastAt;
    private int _lines;

    /// <summary>Goes on with the file in <paramref name="directory"/>, or begins one.</summary>
    /// <param name="directory">Where the file stands.</param>
    /// <param name="anchors">Where the anchors go; <c>null</c> for beside it.</param>
    public AuditTrail(string directory, string? anchors = null)
    {
        PrivateFiles.EnsureDirectory(directory);
        _anchors = anchors ?? Path.Combine(directory, "anchors");
        PrivateFiles.EnsureDirectory(_anchors);
        _path = Path.Combine(directory, "audit.jsonl");
        PrivateFiles.ReadOrCreate(_path, () => []);
        string? line = null;
        foreach (var next in File.ReadLines(_path))
        {
            line = next;
            _lines++;
        }

        if (line is { Length: > 0 })
        {
            _last = AuditLine.Hash(line);
            using var parsed = JsonDocument.Parse(line);
            _lastAt = parsed.RootElement.GetProperty("at").GetDateTimeOffset();
        }
    }

    /// <summary>Adds what a person did to one thing, and a further code; on the disk when it returns.</summary>
    public Task AddAsync(string actor, string action, string subject, string? detail, DateTimeOffset at, CancellationToken ct) =>
        AddAsync(new(at, actor, action, subject, Detail: detail), ct);

    /// <summary>Adds what a person did; on the disk when it returns.</summary>
    public async Task AddAsync(AuditEntry entry, CancellationToken ct)
    {
        List<AuditEntry> mine;
        lock (_gate)
        {
            mine = _waiting;
            mine.Add(entry);
        }

        await _turn.WaitAsync(ct);
        try
        {
            lock (_gate)
            {
                if (!ReferenceEquals(mine, _waiting))
                {
                    return; // Somebody who waited with this one has written both.
                }

                _waiting = [];
            }

            await WriteAsync(mine);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task WriteAsync(List<AuditEntry> entries)
    {
        var text = new StringBuilder();
        await using var file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read);
        foreach (var entry in entries)
        {
            if (_lastAt is { } before && DoctorAvailability.DayOf(before) < DoctorAvailability.DayOf(entry.At))
            {
                Anchor(DoctorAvailability.DayOf(before));
            }

            var line = JsonSerializer.Serialize(
                new
                {
                    at = entry.At,
                    actor = entry.Actor,
                    action = entry.Action,
                    subject = entry.Subject,
                    outcome = entry.Outcome,
                    origin = entry.Origin,
                    detail = entry.Detail,
                    previous = _last,
                },
                Wire.Options);
            text.Append(line).Append('\n');
            _last = AuditLine.Hash(line);
            _lastAt = entry.At;
            _lines++;
        }

        await file.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), CancellationToken.None);
        file.Flush(flushToDisk: true);
    }

    /// <summary>A day is over: what the file was is written down.</summary>
    private void Anchor(DateOnly day) => PrivateFiles.Replace(
        Path.Combine(_anchors, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + ".json"),
        Encoding.UTF8.GetBytes(AuditVerifier.Write(new(day, _lines, _last))));
}

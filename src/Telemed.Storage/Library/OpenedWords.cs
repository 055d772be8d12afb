using System.Collections.Concurrent;

namespace Telemed.Storage.Library;

/// <summary>
/// The folded words of copies that were opened, so that a search opens each copy once and not every time. What a copy says never
/// changes, and whether it is in the library the database alone says: words of a withdrawn copy are found by nobody, and are
/// gone from memory soon after, whether anybody searches or not. Any thread.
/// </summary>
internal sealed class OpenedWords : IDisposable
{
    /// <summary>The most that is held, in characters: 64 MB, the words of some 20,000 copies. What comes after is opened each time.</summary>
    private const long Most = 32 * 1024 * 1024;

    private readonly Timer _forgetting;
    private volatile Held _held = new();

    /// <summary>Nothing is held yet.</summary>
    /// <param name="lasts">How long words are held at most.</param>
    public OpenedWords(TimeSpan lasts) => _forgetting = new(_ => _held = new(), null, lasts, lasts);

    /// <summary>The words of a copy, or <c>null</c> when they are not held.</summary>
    public string? Find(string id) => _held.Words.GetValueOrDefault(id);

    /// <summary>Holds the words of a copy, if there is room.</summary>
    public void Keep(string id, string words)
    {
        var held = _held;
        if (Interlocked.Read(ref held.Size) + words.Length <= Most && held.Words.TryAdd(id, words))
        {
            Interlocked.Add(ref held.Size, words.Length);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _forgetting.Dispose();

    private sealed class Held
    {
        public readonly ConcurrentDictionary<string, string> Words = new(StringComparer.Ordinal);
        public long Size;
    }
}

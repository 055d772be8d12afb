using System.Security.Cryptography;

namespace Telemed.Storage.Keys;

/// <summary>
/// The master keys of a key file, one a line as base64, the current one first: the recorder reads the same file by the
/// same rules. A rotation puts a new key on the first line and keeps the old ones. Callable from any thread.
/// </summary>
public sealed class MasterKeyLines : IMasterKeys
{
    private readonly List<MasterKey> _keys = [];

    /// <summary>The keys in a file's text; empty lines and lines that begin with <c>#</c> do not count.</summary>
    /// <exception cref="InvalidDataException">A line holds no key, or none does; the text is not repeated.</exception>
    public MasterKeyLines(string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!line.StartsWith('#'))
            {
                _keys.Add(Read(line));
            }
        }

        Current = _keys.Count > 0 ? _keys[0] : throw new InvalidDataException("The master key file holds no key.");
    }

    /// <inheritdoc/>
    public MasterKey Current { get; }

    /// <inheritdoc/>
    public MasterKey? Find(string id) => _keys.Find(key => key.Id == id);

    private MasterKey Read(string line)
    {
        var key = new byte[CaseKey.Length];
        return Convert.TryFromBase64String(line, key, out var length) && length == key.Length
            ? new(Convert.ToHexStringLower(SHA256.HashData(key).AsSpan(0, 8)), key)
            : throw new InvalidDataException($"Master key {_keys.Count + 1} is not {CaseKey.Length} bytes of base64.");
    }
}

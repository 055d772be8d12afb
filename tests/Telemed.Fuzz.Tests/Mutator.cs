namespace Telemed.Fuzz.Tests;

/// <summary>Breaks sound messages in the ways that find parser faults; the same seed breaks them the same way.</summary>
internal sealed class Mutator(int seed)
{
    private static readonly byte[] Interesting = [0x00, 0x01, 0x7F, 0x80, 0xFF, 0xFE, 0x20, 0xBE, 0xDE, 0x10];

    private readonly Random _random = new(seed);

    public int Next(int limit) => _random.Next(limit);

    /// <summary>A broken copy of one seed, or now and then noise; its array is exactly as long as the message.</summary>
    public byte[] Mutate(IReadOnlyList<byte[]> seeds)
    {
        if (_random.Next(50) == 0)
        {
            var noise = new byte[_random.Next(200)];
            _random.NextBytes(noise);
            return noise;
        }

        var bytes = new List<byte>(seeds[_random.Next(seeds.Count)]);
        for (var change = _random.Next(1, 5); change > 0; change--)
        {
            Change(bytes, seeds);
        }

        return [.. bytes];
    }

    /// <summary>A broken copy of a text: lines are dropped, doubled, swapped, joined and altered.</summary>
    public string Mutate(string text)
    {
        var lines = new List<string>(text.Split("\r\n"));
        for (var change = _random.Next(1, 6); change > 0; change--)
        {
            ChangeLine(lines);
        }

        var joined = string.Join("\r\n", lines);
        return _random.Next(10) == 0 ? joined[.._random.Next(joined.Length + 1)] : joined;
    }

    private void Change(List<byte> bytes, IReadOnlyList<byte[]> seeds)
    {
        var at = _random.Next(bytes.Count + 1);
        switch (_random.Next(8))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)_random.Next(256);
                break;
            case 2 when at < bytes.Count:
                bytes[at] = Interesting[_random.Next(Interesting.Length)];
                break;
            case 3:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 4 when at < bytes.Count:
                bytes.RemoveRange(at, _random.Next(Math.Min(8, bytes.Count - at)));
                break;
            case 5:
                bytes.InsertRange(at, new byte[_random.Next(1, 9)]);
                break;
            case 6:
                var other = seeds[_random.Next(seeds.Count)];
                bytes.RemoveRange(at, bytes.Count - at);
                bytes.AddRange(other.AsSpan(Math.Min(at, other.Length)));
                break;
            default:
                bytes.AddRange(seeds[_random.Next(seeds.Count)]);
                break;
        }
    }

    private void ChangeLine(List<string> lines)
    {
        var at = _random.Next(lines.Count);
        var other = _random.Next(lines.Count);
        switch (_random.Next(8))
        {
            case 0 when lines.Count > 1:
                lines.RemoveAt(at);
                break;
            case 1:
                lines.Insert(at, lines[other]);
                break;
            case 2:
                (lines[at], lines[other]) = (lines[other], lines[at]);
                break;
            case 3:
                lines[at] += lines[other];
                break;
            case 4:
                lines[at] = lines[at][.._random.Next(lines[at].Length + 1)];
                break;
            case 5:
                lines[at] = lines[at].Insert(
                    _random.Next(lines[at].Length + 1), ((char)_random.Next(1, 300)).ToString());
                break;
            case 6:
                lines[at] = lines[at].Replace(":", ": ", StringComparison.Ordinal);
                break;
            default:
                var digits = lines[at].ToCharArray();
                for (var index = 0; index < digits.Length; index++)
                {
                    digits[index] = char.IsAsciiDigit(digits[index]) ? (char)('0' + _random.Next(10)) : digits[index];
                }

                lines[at] = new(digits);
                break;
        }
    }
}

namespace Telemed.Rtc.Srtp;

/// <summary>
/// Which packet indices of one SSRC were received: the highest, and a ring of bits for the 1,024 up to it
/// (RFC 3711 section 3.3.2 asks for at least 64). Wide, as a link with 600 ms of delay sends its repairs late.
/// </summary>
internal unsafe struct ReplayWindow
{
    public const int Size = 1024;

    private const int WordBits = 64;
    private const int Words = Size / WordBits;

    private fixed ulong _received[Words];

    /// <summary>The highest index accepted.</summary>
    public ulong Highest { get; private set; }

    /// <summary>Whether <paramref name="index"/> is neither received nor too old to tell.</summary>
    public readonly bool IsNew(ulong index)
    {
        if (index > Highest)
            return true;
        if (Highest - index >= Size)
            return false;
        return (_received[Word(index)] & Bit(index)) == 0;
    }

    /// <summary>Begins with the first authenticated index.</summary>
    public void Start(ulong index)
    {
        Highest = index;
        _received[Word(index)] = Bit(index);
    }

    /// <summary>
    /// Remembers an authenticated index for which <see cref="IsNew"/> said true, and tells whether it is the highest
    /// now.
    /// </summary>
    public bool Accept(ulong index)
    {
        var newest = index > Highest;
        if (newest)
            Advance(index);
        _received[Word(index)] |= Bit(index);
        return newest;
    }

    private void Advance(ulong index)
    {
        if (index - Highest >= Size)
        {
            for (var word = 0; word < Words; word++)
                _received[word] = 0;
        }
        else
        {
            for (var skipped = Highest + 1; skipped <= index; skipped++)
                _received[Word(skipped)] &= ~Bit(skipped);
        }

        Highest = index;
    }

    private static int Word(ulong index) => (int)(index / WordBits % Words);

    private static ulong Bit(ulong index) => 1UL << (int)(index % WordBits);
}

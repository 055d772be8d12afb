namespace Telemed.Rtc.Rtcp;

/// <summary>One 16-bit status chunk; its forms are drawn at <see cref="TransportFeedback"/>.</summary>
internal readonly record struct TransportFeedbackChunk(ushort Value)
{
    internal const int MaxRun = 0x1FFF;
    internal const int OneBitSymbols = 14;
    internal const int TwoBitSymbols = 7;

    private bool IsRun => (Value & 0x8000) == 0;

    private bool IsTwoBit => (Value & 0x4000) != 0;

    public int Count => IsRun ? Value & MaxRun : IsTwoBit ? TwoBitSymbols : OneBitSymbols;

    /// <summary>The symbol at a place below <see cref="Count"/>: 0, 1 or 2 (3 is reserved).</summary>
    public int this[int index] => IsRun ? (Value >> 13) & 3
        : IsTwoBit ? (Value >> (12 - (index * 2))) & 3
        : (Value >> (13 - index)) & 1;

    /// <summary>Bytes of deltas that the first <paramref name="count"/> symbols need; false for a reserved symbol.</summary>
    public bool TryCountDeltaBytes(int count, out int bytes)
    {
        bytes = 0;
        if (IsRun)
        {
            bytes = this[0] * count;
            return this[0] != 3;
        }

        for (var index = 0; index < count; index++)
        {
            if (this[index] == 3)
            {
                return false;
            }

            bytes += this[index];
        }

        return true;
    }
}

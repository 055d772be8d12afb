using System.Globalization;

namespace Telemed.Rtc.Sdp;

/// <summary>Takes the words of a line's value one after the other.</summary>
internal ref struct SdpWords(ReadOnlySpan<char> value)
{
    private ReadOnlySpan<char> _rest = value.TrimStart(' ');

    /// <summary>What has not been taken yet, without blanks at its ends.</summary>
    public readonly ReadOnlySpan<char> Rest => _rest.TrimEnd(' ');

    public bool TryTake(out ReadOnlySpan<char> word)
    {
        var space = _rest.IndexOf(' ');
        word = space < 0 ? _rest : _rest[..space];
        _rest = space < 0 ? default : _rest[space..].TrimStart(' ');
        return !word.IsEmpty;
    }

    public bool TryTakeNumber(out ulong number)
    {
        number = 0;
        return TryTake(out var word)
            && ulong.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}

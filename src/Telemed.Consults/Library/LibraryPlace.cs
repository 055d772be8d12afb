using System.Globalization;

namespace Telemed.Consults.Library;

/// <summary>A place in the order of the library: the day of the release, the latest first, then the copy.</summary>
/// <param name="Day">Days since 1970-01-01, of the network's time.</param>
/// <param name="Copy">The copy.</param>
public readonly record struct LibraryPlace(long Day, CopyId Copy)
{
    /// <summary>The day of an instant.</summary>
    public static long DayOf(DateTimeOffset at) => at.ToOffset(NetworkTime.Offset).Date.Subtract(DateTime.UnixEpoch).Days;

    /// <summary>Reads what <see cref="ToString"/> wrote; <c>false</c> when it is something else.</summary>
    public static bool TryParse(string text, out LibraryPlace place)
    {
        place = default;
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || !long.TryParse(text.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var day))
        {
            return false;
        }

        place = new(day, new(text[(dot + 1)..]));
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Day}.{Copy.Value}");
}

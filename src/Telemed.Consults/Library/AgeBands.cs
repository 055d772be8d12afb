using System.Globalization;

namespace Telemed.Consults.Library;

/// <summary>Ages as a copy tells them: five years wide, the first year and what is above 84 apart. Pure.</summary>
public static class AgeBands
{
    /// <summary>The first age of the last band.</summary>
    public const int Last = 85;

    /// <summary>The band of an age in whole years: <c>&lt;1</c>, <c>1-4</c>, <c>5-9</c> … <c>80-84</c>, <c>85+</c>.</summary>
    public static string Of(int years) => years switch
    {
        < 1 => "<1",
        < 5 => "1-4",
        >= Last => "85+",
        _ => string.Create(CultureInfo.InvariantCulture, $"{years / 5 * 5}-{(years / 5 * 5) + 4}"),
    };
}

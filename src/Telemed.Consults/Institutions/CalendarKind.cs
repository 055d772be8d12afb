namespace Telemed.Consults.Institutions;

/// <summary>What a calendar says of a day.</summary>
public enum CalendarKind
{
    /// <summary>Nobody works, whatever day of the week it is.</summary>
    Holiday,

    /// <summary>A Saturday or Sunday on which everybody works, in place of a day beside a holiday.</summary>
    Working,
}

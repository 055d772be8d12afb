namespace Telemed.Consults.Decisions;

/// <summary>Checks option values and says name, bound and value seen.</summary>
internal static class Bounds
{
    /// <summary>Adds a fault when <paramref name="value"/> lies outside the closed range.</summary>
    internal static void Check<T>(List<string> faults, string name, T value, T least, T most)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            faults.Add($"{name} must lie between {least} and {most}, but is {value}.");
        }
    }
}

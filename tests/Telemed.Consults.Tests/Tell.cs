using Telemed.Consults.Decisions;

namespace Telemed.Consults.Tests;

/// <summary>Takes a decision apart, and fails the test when it is of the other kind.</summary>
internal static class Tell
{
    public static IReadOnlyList<T> Facts<T>(Decision<T> decision)
        where T : IFact
    {
        Assert.True(decision is Decision<T>.Accepted, (decision as Decision<T>.Refused)?.Why.ToString());
        return ((Decision<T>.Accepted)decision).Facts;
    }

    public static string Code<T>(Decision<T> decision)
        where T : IFact => Assert.IsType<Decision<T>.Refused>(decision).Why.Code;
}

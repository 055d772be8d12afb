using System.Diagnostics;

namespace Telemed.Media.Tests.Clients;

/// <summary>Waits for a condition of a running system, as long as is reasonable and no longer than needed.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public static async Task Async(Func<bool> condition, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(condition))] string what = "")
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < Limit, $"Did not come about in {Limit.TotalSeconds} s: {what}");
            await Task.Delay(2, TestContext.Current.CancellationToken);
        }
    }
}

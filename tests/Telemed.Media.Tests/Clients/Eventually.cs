using System.Diagnostics;

namespace Telemed.Media.Tests.Clients;

/// <summary>
/// Waits for a condition of a running system, no longer than needed. The limit is for what never comes about: a machine
/// that is busy with other things may take its time.
/// </summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

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

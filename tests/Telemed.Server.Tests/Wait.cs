namespace Telemed.Server.Tests;

/// <summary>Waits for what the server does in its own time; what never comes fails the test instead of holding up all others.</summary>
internal static class Wait
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>Asks until the answer is yes.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Longest);
        while (!await holds())
        {
            await Task.Delay(100, limit.Token);
        }
    }
}

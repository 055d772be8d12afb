using Telemed.Storage.Library;

namespace Telemed.Storage.Tests;

public sealed class OpenedWordsTests
{
    [Fact]
    public async Task Words_are_held_for_a_time_and_gone_after_it_though_nobody_searches()
    {
        using var words = new OpenedWords(TimeSpan.FromMilliseconds(200));
        WeakReference kept = Keep(words);
        using var longer = new OpenedWords(TimeSpan.FromHours(1));
        longer.Keep("copy", "chest pain");

        for (var waiting = TimeSpan.FromSeconds(30); kept.IsAlive && waiting > TimeSpan.Zero; waiting -= TimeSpan.FromMilliseconds(20))
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
            GC.Collect();
        }

        Assert.False(kept.IsAlive);
        Assert.Equal("chest pain", longer.Find("copy"));
    }

    // In a method of its own, so that no local of the test keeps the text alive.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Keep(OpenedWords words)
    {
        var text = new string('x', 1_000);
        words.Keep("copy", text);
        Assert.Equal(text, words.Find("copy"));
        return new(text);
    }
}

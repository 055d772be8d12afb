using Telemed.Sfu.Streams;

namespace Telemed.Sfu.Tests;

public sealed class SequenceWindowTests
{
    private readonly SequenceWindow _window = new();

    [Fact]
    public void Each_number_is_taken_once_in_any_order()
    {
        Assert.True(_window.TryTake(100));
        Assert.True(_window.TryTake(98));
        Assert.True(_window.TryTake(-3));
        Assert.True(_window.TryTake(99));

        Assert.False(_window.TryTake(98));
        Assert.False(_window.TryTake(-3));
        Assert.False(_window.TryTake(100));
    }

    [Fact]
    public void What_lies_before_the_window_is_refused()
    {
        Assert.True(_window.TryTake(0));
        Assert.True(_window.TryTake(SequenceWindow.Length));

        Assert.False(_window.TryTake(0));
        Assert.True(_window.TryTake(1));
    }

    [Fact]
    public void A_step_over_the_whole_window_forgets_what_was_in_it()
    {
        Assert.True(_window.TryTake(7));
        Assert.True(_window.TryTake(7 + (SequenceWindow.Length * 2)));

        Assert.True(_window.TryTake(6 + (SequenceWindow.Length * 2)));
        Assert.False(_window.TryTake(7));
    }

    [Fact]
    public void Numbers_passed_by_in_a_wrap_of_the_window_are_free_again()
    {
        for (var sequence = 0; sequence < SequenceWindow.Length; sequence++)
        {
            Assert.True(_window.TryTake(sequence));
        }

        Assert.True(_window.TryTake(SequenceWindow.Length + 10));
        Assert.True(_window.TryTake(SequenceWindow.Length + 5));
        Assert.False(_window.TryTake(SequenceWindow.Length - 1));
    }
}

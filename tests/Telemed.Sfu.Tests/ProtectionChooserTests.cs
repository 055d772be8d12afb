using Telemed.Rtc.Time;
using Telemed.Sfu.Streams;

namespace Telemed.Sfu.Tests;

public sealed class ProtectionChooserTests
{
    private ProtectionChooser _chooser = new();

    [Fact]
    public void No_more_is_begun_than_there_is_room_for_however_much_is_lost()
    {
        for (var second = 0; second < 60; second++)
        {
            Choose(second, most: SoundProtection.Near);

            Assert.Equal((SoundProtection.Far, SoundProtection.Near), (_chooser.Wanted, _chooser.Chosen));
        }
    }

    [Fact]
    public void What_has_begun_goes_on_though_the_estimate_falls()
    {
        Choose(0);
        Choose(1, most: SoundProtection.None);

        Assert.Equal(SoundProtection.Far, _chooser.Chosen);
    }

    [Fact]
    public void A_queue_that_stands_takes_one_payload_away_and_then_the_other()
    {
        Choose(0);
        List<SoundProtection> chosen = [];
        for (var second = 2.0; second < 6; second += 0.5)
        {
            Choose(second, isQueued: true);
            chosen.Add(_chooser.Chosen);
        }

        Assert.Equal([SoundProtection.Far, SoundProtection.Distant, SoundProtection.None], chosen.Distinct());
        Assert.Equal((3, 6), (chosen.IndexOf(SoundProtection.Distant), chosen.IndexOf(SoundProtection.None)));
    }

    [Fact]
    public void A_queue_that_comes_and_goes_takes_nothing_away()
    {
        for (var second = 0.0; second < 60; second += 0.5)
        {
            Choose(second, isQueued: second % 2 == 1);

            Assert.Equal(SoundProtection.Far, _chooser.Chosen);
        }
    }

    [Fact]
    public void What_was_too_much_is_tried_again_after_twenty_seconds_then_after_twice_as_long_each_time()
    {
        List<int> tries = [];
        for (var second = 0; second < 400; second++)
        {
            var before = _chooser.Chosen;
            Choose(second, isQueued: before == SoundProtection.Far);
            if (_chooser.Chosen == SoundProtection.Far && before != SoundProtection.Far)
            {
                tries.Add(second);
            }
        }

        // A queue is believed after more than a second, here in the third.
        Assert.Equal([0, 43, 126, 289], tries);
    }

    private void Choose(double second, SoundProtection most = SoundProtection.Far, bool isQueued = false) =>
        _chooser.Choose(MonotonicTime.FromMilliseconds((long)(1000 * second)), 0.2, most, isQueued);
}

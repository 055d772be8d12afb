using Telemed.Rtc.Time;
using Telemed.Sfu.Streams;

namespace Telemed.Sfu.Tests;

public sealed class ProtectionChooserTests
{
    private ProtectionChooser _chooser;

    [Fact]
    public void No_more_is_done_than_there_is_room_for_however_much_is_lost()
    {
        for (var second = 0; second < 60; second++)
        {
            _chooser.Choose(MonotonicTime.FromMilliseconds(1000 * second), 0.2, SoundProtection.Near);

            Assert.Equal((SoundProtection.Far, SoundProtection.Near), (_chooser.Wanted, _chooser.Chosen));
        }
    }

    [Fact]
    public void What_was_too_much_is_not_tried_again_for_twenty_seconds()
    {
        _chooser.Choose(MonotonicTime.FromMilliseconds(0), 0.2, SoundProtection.Far);
        Assert.Equal(SoundProtection.Far, _chooser.Chosen);
        _chooser.Choose(MonotonicTime.FromMilliseconds(1000), 0.2, SoundProtection.None);
        _chooser.Choose(MonotonicTime.FromMilliseconds(20_900), 0.2, SoundProtection.Far);
        Assert.Equal(SoundProtection.None, _chooser.Chosen);

        _chooser.Choose(MonotonicTime.FromMilliseconds(21_000), 0.2, SoundProtection.Far);
        Assert.Equal(SoundProtection.Far, _chooser.Chosen);
    }
}

using Telemed.Links.Measuring;

namespace Telemed.Links;

/// <summary>The score that the row of 64 kbit/s prints says what it is meant to say.</summary>
public sealed class IntelligibilityTests
{
    private const int Second = Intelligibility.SampleRate;

    [Fact]
    public void What_was_said_is_understood_whole_wherever_one_begins_to_listen()
    {
        var clip = Speech(1);
        Assert.InRange(Intelligibility.Of(clip, Heard(clip, 1200)), 0.999, 1);

        // Between two frames of the measure it is laid half a frame's step aside: of noise as quick as this it takes a fifth.
        Assert.InRange(Intelligibility.Of(clip, Heard(clip, 1300)), 0.75, 1);
    }

    [Fact]
    public void Noise_and_silence_say_nothing_of_it()
    {
        Assert.InRange(Intelligibility.Of(Speech(1), Noise(2, 12 * Second)), -0.1, 0.15);
        Assert.Equal(0, Intelligibility.Of(Speech(1), new short[12 * Second]));
    }

    [Fact]
    public void Another_clip_is_not_taken_for_it() => Assert.InRange(Intelligibility.Of(Speech(1), Heard(Speech(3), 0)), -0.1, 0.4);

    [Fact]
    public void The_more_is_missing_the_less_is_understood()
    {
        var clip = Speech(1);
        var scores = new[] { 0, 5, 20, 50 }.Select(percent => Intelligibility.Of(clip, WithHoles(Heard(clip, 1234), percent))).ToArray();
        Assert.Equal(scores.OrderDescending(), scores);
        Assert.InRange(scores[1], 0.8, 0.95);
        Assert.InRange(scores[3], 0, 0.6);
    }

    [Fact]
    public void A_player_that_stretches_it_does_it_little_harm()
    {
        var clip = Speech(1);
        var heard = Heard(clip, 0).ToList();

        // A tenth of a second more, and later as much less, each in silence for the ear.
        heard.InsertRange(3 * Second, new short[Second / 10]);
        heard.RemoveRange(8 * Second, Second / 10);
        Assert.InRange(Intelligibility.Of(clip, [.. heard]), 0.8, 1);
    }

    // Noise that swells and fades like syllables, each band of its own accord.
    private static short[] Speech(int seed)
    {
        var random = new Random(seed);
        var samples = new double[6 * Second];
        foreach (var tone in Enumerable.Range(0, 60).Select(i => 150 * Math.Pow(2, i / 12.5)))
        {
            var (phase, level) = (random.NextDouble() * 6, 0.0);
            for (var i = 0; i < samples.Length; i++)
            {
                if (i % (Second / 8) == 0)
                {
                    level = random.NextDouble() < 0.4 ? random.NextDouble() : 0.02;
                }

                samples[i] += level * Math.Sin((2 * Math.PI * tone * i / Second) + phase);
            }
        }

        return [.. samples.Select(sample => (short)(sample * 1000))];
    }

    private static short[] Noise(int seed, int length)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (short)random.Next(-3000, 3000))];
    }

    private static short[] Heard(short[] clip, int from) => [.. Enumerable.Range(from, 12 * Second).Select(i => clip[i % clip.Length])];

    private static short[] WithHoles(short[] samples, int percent)
    {
        var random = new Random(7);
        for (var at = 0; at < samples.Length; at += Second / 25)
        {
            if (random.Next(100) < percent)
            {
                samples.AsSpan(at, Math.Min(Second / 25, samples.Length - at)).Clear();
            }
        }

        return samples;
    }
}

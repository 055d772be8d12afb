using Telemed.Rtc.Bwe;
using Telemed.Rtc.Time;

namespace Telemed.TestKit.Bwe;

/// <summary>How a <see cref="MediaFlow"/> behaves.</summary>
public sealed record MediaFlowOptions
{
    /// <summary>Its name in plots.</summary>
    public string Name { get; init; } = "flow";

    /// <summary>When it begins.</summary>
    public MonotonicTime StartAt { get; init; }

    /// <summary>When it ends.</summary>
    public MonotonicTime StopAt { get; init; } = MonotonicTime.Never;

    /// <summary>The least that its video encoder makes. Default 30 kbit/s, as browsers do.</summary>
    public Bitrate Least { get; init; } = new(30_000);

    /// <summary>The most that it makes, audio included. Default 1.5 Mbit/s.</summary>
    public Bitrate Most { get; init; } = new(1_500_000);

    /// <summary>Sound beside the video, headers included; 0 for none.</summary>
    public Bitrate AudioRate { get; init; }

    /// <summary>Frames per second. Default 25.</summary>
    public double FramesPerSecond { get; init; } = 25;

    /// <summary>Whether padding can be sent. Default yes.</summary>
    public bool Probes { get; init; } = true;

    /// <summary>Between reports. Default 100 ms.</summary>
    public TimeSpan FeedbackInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>What its packets take longer on their way than those of others, each way.</summary>
    public TimeSpan ExtraDelay { get; init; }

    /// <summary>The encoder's restlessness.</summary>
    public Random Random { get; init; } = new(7);
}

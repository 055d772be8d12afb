using Telemed.Rtc.Rtp;
using Telemed.Rtc.Time;

namespace Telemed.Sfu.Speakers;

/// <summary>
/// How loud one participant is, smoothed over some hundred milliseconds, from the audio levels in its packets
/// (RFC 6464). Not thread-safe; allocates nothing.
/// </summary>
public struct VoiceLevel
{
    /// <summary>Louder than this counts as speech: 127 minus the level in dB below overload.</summary>
    private const double SpeechEnergy = 77;
    private const double Weight = 0.2;
    private static readonly TimeSpan Hold = TimeSpan.FromMilliseconds(1000);
    private MonotonicTime _spokeAt;
    private bool _everSpoke;

    /// <summary>The smoothed energy, 0 (silence) to 127.</summary>
    public double Energy { get; private set; }

    /// <summary>When speech was last heard; only differences between speakers mean something.</summary>
    public readonly MonotonicTime SpokeAt => _everSpoke ? _spokeAt : new(long.MinValue);

    /// <summary>Takes one packet's level.</summary>
    public void Note(MonotonicTime now, RtpAudioLevel level)
    {
        Energy += Weight * (127 - level.DecibelsBelowOverload - Energy);
        if (Energy >= SpeechEnergy)
        {
            _spokeAt = now;
            _everSpoke = true;
        }
    }

    /// <summary>Whether this one speaks, or did within the last second.</summary>
    public readonly bool IsSpeaking(MonotonicTime now) => _everSpoke && now - _spokeAt <= Hold;
}

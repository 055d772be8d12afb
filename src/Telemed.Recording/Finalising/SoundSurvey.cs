using System.Buffers.Binary;
using Telemed.Recording.Manifest;

namespace Telemed.Recording.Finalising;

/// <summary>
/// Listens once to a participant's sound, as 16-bit samples, and keeps what a player draws of it: how loud it was, and when
/// the participant spoke. Memory grows by 20 bytes a second. One thread at a time.
/// </summary>
public sealed class SoundSurvey
{
    /// <summary>Samples a second that it takes, one channel.</summary>
    public const int SampleRate = 8000;

    /// <summary>The length of one level in milliseconds.</summary>
    public const int StepMs = 50;

    private const int Window = SampleRate * StepMs / 1000;
    private const double SpeechLevel = 0.008; // about -42 dB of full scale, above the noise of a room
    private const int LongestPause = 1000 / StepMs;
    private const int ShortestSpeech = 200 / StepMs;

    private readonly List<byte> _levels = [];
    private readonly List<(int From, int To)> _speech = [];
    private double _power;
    private int _samples;
    private int _from = -1;
    private int _last = -1;
    private byte _odd;
    private bool _hasOdd;

    /// <summary>The levels so far, one per <see cref="StepMs"/>: 0 silence, 255 full scale, with the square root between so
    /// that quiet speech can be seen.</summary>
    public IReadOnlyList<byte> Levels => _levels;

    /// <summary>Takes samples, little-endian; a sample may be split between two calls.</summary>
    public void Take(ReadOnlySpan<byte> bytes)
    {
        if (_hasOdd && bytes.Length > 0)
        {
            TakeSample((short)(_odd | (bytes[0] << 8)));
            bytes = bytes[1..];
            _hasOdd = false;
        }

        for (; bytes.Length >= 2; bytes = bytes[2..])
        {
            TakeSample(BinaryPrimitives.ReadInt16LittleEndian(bytes));
        }

        if (bytes.Length == 1)
        {
            _odd = bytes[0];
            _hasOdd = true;
        }
    }

    /// <summary>When the participant spoke: stretches with pauses of up to a second inside, none shorter than 200 ms.</summary>
    public IEnumerable<ManifestSpeech> Speech(string participant)
    {
        var all = _from < 0 ? _speech : [.. _speech, (_from, _last + 1)];
        return all
            .Where(span => span.To - span.From >= ShortestSpeech)
            .Select(span => new ManifestSpeech(participant, span.From * (long)StepMs, span.To * (long)StepMs));
    }

    /// <summary>The loudest level of each of <paramref name="count"/> equal stretches of <paramref name="durationMs"/>.</summary>
    public byte[] Outline(int count, long durationMs)
    {
        var outline = new byte[count];
        for (var place = 0; place < count; place++)
        {
            var from = place * durationMs / count / StepMs;
            var to = Math.Max(from + 1, (place + 1) * durationMs / count / StepMs);
            for (var index = from; index < Math.Min(to, _levels.Count); index++)
            {
                outline[place] = Math.Max(outline[place], _levels[(int)index]);
            }
        }

        return outline;
    }

    private void TakeSample(short sample)
    {
        var value = sample / 32768.0;
        _power += value * value;
        if (++_samples == Window)
        {
            TakeLevel(Math.Sqrt(_power / Window));
            _power = 0;
            _samples = 0;
        }
    }

    private void TakeLevel(double level)
    {
        var at = _levels.Count;
        _levels.Add((byte)Math.Round(255 * Math.Sqrt(Math.Min(1, level))));
        if (level >= SpeechLevel)
        {
            _from = _from < 0 ? at : _from;
            _last = at;
        }
        else if (_from >= 0 && at - _last > LongestPause)
        {
            _speech.Add((_from, _last + 1));
            _from = -1;
        }
    }
}

using System.Buffers.Binary;

namespace Telemed.Links.Measuring;

/// <summary>
/// How much of a spoken clip can be understood, 0 to 1, after Taal, Hendriks, Heusdens and Jensen (2011), "An algorithm for intelligibility
/// prediction of time-frequency weighted noisy speech": the envelopes of 15 third-octave bands from 150 Hz on, of the clip and of what was heard, are
/// correlated over 0.4 s wherever the clip speaks. What differs: 16 kHz and not 10; and what was heard is laid against the clip anew every two
/// seconds, as a player stretches it, but for that a shift within two seconds counts as damage. Pure.
/// </summary>
internal static class Intelligibility
{
    public const int SampleRate = 16_000;

    private const int FrameLength = SampleRate / 40;
    private const int Hop = FrameLength / 2;
    private const int Bands = 15;
    private const double LowestBand = 150;
    private const double BinWidth = 20;
    private const int Segment = 30;
    private const int Block = 2 * SampleRate / Hop;
    private const int MostDrift = SampleRate * 3 / 10 / Hop;
    private const double SilentBelow = 1e-4;

    // A band counts for no worse than 15 dB below what was said.
    private static readonly double Clip = 1 + Math.Pow(10, 15 / 20.0);

    /// <summary>The score.</summary>
    /// <param name="clip">What was said, again and again: whole frames of 12.5 ms.</param>
    /// <param name="heard">What was heard, beginning anywhere in it.</param>
    public static double Of(ReadOnlySpan<short> clip, ReadOnlySpan<short> heard)
    {
        var said = Envelopes([.. clip, .. clip[..FrameLength]], clip.Length / Hop);
        var got = Envelopes(heard, ((heard.Length - FrameLength) / Hop) + 1);
        var loudest = said.Max(Power);
        var lag = BestLag(said, got, 0, got.Length, Enumerable.Range(0, said.Length));
        double sum = 0;
        var count = 0;
        for (var from = 0; from + Block <= got.Length; from += Block)
        {
            lag = BestLag(said, got, from, Block, Enumerable.Range(lag - MostDrift, (2 * MostDrift) + 1));
            var voiced = Enumerable.Range(from, Block)
                .Where(at => Power(At(said, at + lag)) > SilentBelow * loudest)
                .Select(at => (Said: At(said, at + lag), Got: got[at]))
                .ToList();
            for (var first = 0; first + Segment <= voiced.Count; first++)
            {
                sum += OfSegment(voiced, first);
                count++;
            }
        }

        return count == 0 ? 0 : sum / count;
    }

    /// <summary>The samples of a WAV file of 48 kHz, 16 bits and one channel, at our rate.</summary>
    public static short[] ReadClip(ReadOnlySpan<byte> wav)
    {
        var at = 12;
        while (!wav[at..].StartsWith("data"u8))
        {
            at += 8 + BinaryPrimitives.ReadInt32LittleEndian(wav[(at + 4)..]);
        }

        return Thinned(Samples(wav.Slice(at + 8, BinaryPrimitives.ReadInt32LittleEndian(wav[(at + 4)..]))));
    }

    /// <summary>Samples of 16 bits, the lesser byte first.</summary>
    public static short[] Samples(ReadOnlySpan<byte> bytes)
    {
        var samples = new short[bytes.Length / 2];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * i)..]);
        }

        return samples;
    }

    // From 48 kHz, as the page does it.
    private static short[] Thinned(ReadOnlySpan<short> samples)
    {
        var thinned = new short[samples.Length / 3];
        for (var i = 0; i < thinned.Length; i++)
        {
            thinned[i] = (short)((samples[3 * i] + samples[(3 * i) + 1] + samples[(3 * i) + 2]) / 3);
        }

        return thinned;
    }

    private static double OfSegment(List<(double[] Said, double[] Got)> frames, int first)
    {
        double sum = 0;
        Span<double> said = stackalloc double[Segment];
        Span<double> got = stackalloc double[Segment];
        for (var band = 0; band < Bands; band++)
        {
            double saidPower = 0, gotPower = 0;
            for (var i = 0; i < Segment; i++)
            {
                (said[i], got[i]) = (frames[first + i].Said[band], frames[first + i].Got[band]);
                saidPower += said[i] * said[i];
                gotPower += got[i] * got[i];
            }

            var scale = Math.Sqrt(saidPower / Math.Max(gotPower, 1e-9));
            for (var i = 0; i < Segment; i++)
            {
                got[i] = Math.Min(scale * got[i], Clip * said[i]);
            }

            sum += Correlation(said, got);
        }

        return sum / Bands;
    }

    private static int BestLag(double[][] said, double[][] got, int from, int length, IEnumerable<int> lags) => lags.MaxBy(lag =>
    {
        double sum = 0;
        Span<double> one = length <= Block ? stackalloc double[length] : new double[length];
        Span<double> other = length <= Block ? stackalloc double[length] : new double[length];
        for (var band = 0; band < Bands; band++)
        {
            for (var i = 0; i < length; i++)
            {
                (one[i], other[i]) = (At(said, from + i + lag)[band], got[from + i][band]);
            }

            sum += Correlation(one, other);
        }

        return sum;
    });

    // The clip goes round.
    private static double[] At(double[][] clip, int frame) => clip[((frame % clip.Length) + clip.Length) % clip.Length];

    private static double Power(double[] frame) => frame.Sum(band => band * band);

    private static double Correlation(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        double mean = 0, otherMean = 0;
        for (var i = 0; i < one.Length; i++)
        {
            mean += one[i] / one.Length;
            otherMean += other[i] / one.Length;
        }

        double product = 0, square = 0, otherSquare = 0;
        for (var i = 0; i < one.Length; i++)
        {
            var (a, b) = (one[i] - mean, other[i] - otherMean);
            product += a * b;
            square += a * a;
            otherSquare += b * b;
        }

        return square * otherSquare <= 1e-9 ? 0 : product / Math.Sqrt(square * otherSquare);
    }

    // The root of each band's energy, frame by frame: a Fourier transform of the bins that are wanted, under a Hann window.
    private static double[][] Envelopes(ReadOnlySpan<short> samples, int frames)
    {
        var edges = Enumerable.Range(0, Bands + 1).Select(i => LowestBand * Math.Pow(2, ((2 * i) - 1) / 6.0) / BinWidth).ToArray();
        var (firstBin, endBin) = ((int)Math.Ceiling(edges[0]), (int)Math.Ceiling(edges[^1]));
        var turns = Enumerable.Range(0, (int)(SampleRate / BinWidth))
            .Select(i => 2 * Math.PI * i * BinWidth / SampleRate).Select(angle => (Cos: Math.Cos(angle), Sin: Math.Sin(angle))).ToArray();
        var window = Enumerable.Range(0, FrameLength).Select(i => 0.5 - (0.5 * Math.Cos(2 * Math.PI * (i + 0.5) / FrameLength))).ToArray();
        var envelopes = new double[Math.Max(0, frames)][];
        Span<double> frame = stackalloc double[FrameLength];
        for (var at = 0; at < envelopes.Length; at++)
        {
            for (var i = 0; i < FrameLength; i++)
            {
                frame[i] = window[i] * samples[(at * Hop) + i] / short.MaxValue;
            }

            var energies = new double[Bands];
            var band = 0;
            for (var bin = firstBin; bin < endBin; bin++)
            {
                band += bin >= edges[band + 1] ? 1 : 0;
                energies[band] += EnergyAt(frame, bin, turns);
            }

            envelopes[at] = [.. energies.Select(Math.Sqrt)];
        }

        return envelopes;
    }

    private static double EnergyAt(ReadOnlySpan<double> frame, int bin, (double Cos, double Sin)[] turns)
    {
        double real = 0, imaginary = 0;
        var turn = 0;
        foreach (var sample in frame)
        {
            real += sample * turns[turn].Cos;
            imaginary += sample * turns[turn].Sin;
            turn += bin;
            turn -= turn >= turns.Length ? turns.Length : 0;
        }

        return (real * real) + (imaginary * imaginary);
    }
}

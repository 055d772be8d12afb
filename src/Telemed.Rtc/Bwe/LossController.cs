using Telemed.Rtc.Time;

namespace Telemed.Rtc.Bwe;

/// <summary>
/// The rate that loss allows. A link that loses a fifth of everything at any rate must not be starved for it, and one that
/// loses what exceeds its rate must not be flooded. So two explanations compete for what was observed, in steps of 250 ms
/// or more: that packets are lost at random, whatever the rate; and that the link has a bandwidth B, so that a share
/// <c>p + (1 - p) · max(0, 1 - B / rate)</c> is lost. The second is believed when it is clearly the likelier one.
/// </summary>
/// <remarks>
/// While the rate does not vary the two cannot be told apart. Then the rate is lowered for a second, a few times a minute:
/// loss that stays away at the lower rate came of the rate. The split of loss into two parts is the idea of libwebrtc's
/// second loss-based estimator; the test and the experiment are our own (docs/bwe.md). Not thread-safe; allocates only
/// when made.
/// </remarks>
internal sealed class LossController
{
    private const int Observations = 20;
    private const int FewPackets = 10;
    private const int FewObservations = 4;
    private const double Fading = 0.92;
    private const double MostInherent = 0.4;
    private const double Negligible = 0.02;
    private const double Suspicious = 0.04;
    private const double GrowthPerObservation = 1.02;
    private const double MostDispersion = 20;

    /// <summary>How much likelier the bandwidth has to be, as the logarithm of the ratio.</summary>
    private const double Conviction = 3;
    private const double Dip = 0.7;
    private static readonly TimeSpan DipLength = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DipInterval = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private static ReadOnlySpan<double> Candidates => [1, 0.92, 0.84, 0.76, 0.68, 0.6, 0.5, 0.4, 0.3];

    private readonly Observation[] _observations = new Observation[Observations];
    private int _count;
    private MonotonicTime? _since;
    private MonotonicTime? _dippedAt;
    private Bitrate _dip;
    private Bitrate _bandwidth = Bitrate.Unbounded;
    private int _packets;
    private int _lost;
    private long _bytes;

    /// <summary>The rate; unbounded while loss is no reason to send less.</summary>
    public Bitrate Limit(MonotonicTime now) => IsDipping(now) ? Bitrate.Least(_dip, _bandwidth) : _bandwidth;

    /// <summary>The bandwidth that loss shows; unbounded while it shows none. No experiment lowers it.</summary>
    public Bitrate Bandwidth => _bandwidth;

    /// <summary>Counts reported packets.</summary>
    /// <param name="now">The time.</param>
    /// <param name="packets">How many.</param>
    /// <param name="lost">How many of them are lost.</param>
    /// <param name="bytes">Their bytes, lost ones included.</param>
    public void Note(MonotonicTime now, int packets, int lost, long bytes)
    {
        _since ??= now;
        _packets += packets;
        _lost = Math.Max(0, _lost + lost);
        _bytes += bytes;
        var span = now - _since.Value;
        if (span < Least || (_packets < FewPackets && span < Longest))
        {
            return;
        }

        _observations[_count++ % Observations] = new(
            _bytes * 8 / span.TotalSeconds, Math.Max(1, _packets), Math.Min(_lost, _packets));
        _since = now;
        _packets = 0;
        _lost = 0;
        _bytes = 0;
        Decide(now);
    }

    /// <summary>Forgets what was observed, as after an outage.</summary>
    public void Reset()
    {
        _count = 0;
        _since = null;
        _packets = 0;
        _lost = 0;
        _bytes = 0;
        _bandwidth = Bitrate.Unbounded;
    }

    private bool IsDipping(MonotonicTime now) => _dippedAt is { } since && now - since < DipLength;

    private void Decide(MonotonicTime now)
    {
        var share = Share();
        if (share < Negligible)
        {
            _bandwidth *= GrowthPerObservation;
            return;
        }

        var models = (stackalloc Model[Candidates.Length]);
        var highest = HighestRate();
        var random = new Model(double.MaxValue, BestInherent(double.MaxValue));
        var dispersion = Math.Min(MostDispersion, Dispersion(random));
        for (var i = 0; i < models.Length; i++)
        {
            var bandwidth = highest * Candidates[i];
            models[i] = new(bandwidth, BestInherent(bandwidth));
            dispersion = Math.Min(dispersion, Dispersion(models[i]));
        }

        dispersion = Math.Max(1, dispersion);
        var best = Likeliest(models, out var likelihood);
        if ((likelihood - Likelihood(random)) / dispersion > Conviction)
        {
            _bandwidth = new((long)best.Bandwidth);
            return;
        }

        _bandwidth = _bandwidth.IsUnbounded ? _bandwidth : _bandwidth * GrowthPerObservation;
        TryDip(now, share);
    }

    private void TryDip(MonotonicTime now, double share)
    {
        if (share > Suspicious && _count >= FewObservations && !(now - _dippedAt < DipInterval))
        {
            _dippedAt = now;
            _dip = new((long)(Seen(0).Rate * Dip));
        }
    }

    private Model Likeliest(ReadOnlySpan<Model> models, out double likelihood)
    {
        var best = models[0];
        likelihood = double.NegativeInfinity;
        foreach (ref readonly var model in models)
        {
            var own = Likelihood(model);
            if (own > likelihood)
            {
                likelihood = own;
                best = model;
            }
        }

        return best;
    }

    // The likelihood has one top in p: its derivative falls throughout.
    private double BestInherent(double bandwidth)
    {
        var low = 1e-4;
        var high = MostInherent;
        for (var i = 0; i < 10; i++)
        {
            var middle = (low + high) / 2;
            if (Derivative(bandwidth, middle) > 0)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return (low + high) / 2;
    }

    private double Derivative(double bandwidth, double p)
    {
        var sum = 0.0;
        var weight = 1.0;
        for (var age = 0; age < Known; age++, weight *= Fading)
        {
            ref readonly var seen = ref Seen(age);
            var kept = seen.Kept(bandwidth);
            sum += weight * ((seen.Lost * kept / (1 - ((1 - p) * kept))) - ((seen.Packets - seen.Lost) / (1 - p)));
        }

        return sum;
    }

    private double Likelihood(in Model model)
    {
        var sum = 0.0;
        var weight = 1.0;
        for (var age = 0; age < Known; age++, weight *= Fading)
        {
            ref readonly var seen = ref Seen(age);
            var arrives = model.Arrives(seen);
            sum += weight * ((seen.Lost * Math.Log(1 - arrives)) + ((seen.Packets - seen.Lost) * Math.Log(arrives)));
        }

        return sum;
    }

    // How much more the losses scatter about a model than independent ones would: they come in bursts, and then each tells
    // less (a quasi-likelihood).
    private double Dispersion(in Model model)
    {
        var sum = 0.0;
        var weights = 0.0;
        var weight = 1.0;
        for (var age = 0; age < Known; age++, weight *= Fading)
        {
            ref readonly var seen = ref Seen(age);
            var lost = 1 - model.Arrives(seen);
            var difference = seen.Lost - (seen.Packets * lost);
            sum += weight * difference * difference / (seen.Packets * lost * (1 - lost));
            weights += weight;
        }

        return weights == 0 ? 1 : sum / weights;
    }

    private double Share()
    {
        var packets = 0.0;
        var lost = 0.0;
        var weight = 1.0;
        for (var age = 0; age < Known; age++, weight *= Fading)
        {
            packets += weight * Seen(age).Packets;
            lost += weight * Seen(age).Lost;
        }

        return packets == 0 ? 0 : lost / packets;
    }

    private double HighestRate()
    {
        var highest = 1.0;
        for (var age = 0; age < Known; age++)
        {
            highest = Math.Max(highest, Seen(age).Rate);
        }

        return highest;
    }

    private int Known => Math.Min(_count, Observations);

    private ref readonly Observation Seen(int age) => ref _observations[(_count - 1 - age) % Observations];

    private readonly record struct Model(double Bandwidth, double Inherent)
    {
        /// <summary>The share of an observation's packets that should have arrived, never quite 0 or 1.</summary>
        public double Arrives(in Observation seen) => (1 - Inherent) * seen.Kept(Bandwidth);
    }

    private readonly record struct Observation(double Rate, double Packets, double Lost)
    {
        /// <summary>The share that fits through a bandwidth, never quite 0.</summary>
        public double Kept(double bandwidth) => Rate <= bandwidth ? 1 : Math.Max(1e-3, bandwidth / Rate);
    }
}

namespace Telemed.Cli.Simulate;

/// <summary>Durations of one kind, and what most and almost all of them stayed under.</summary>
internal sealed class DayTimes(string name)
{
    private readonly List<double> _ms = [];

    /// <summary>What was measured.</summary>
    public string Name => name;

    /// <summary>How many.</summary>
    public int Count => _ms.Count;

    /// <summary>Adds one.</summary>
    public void Add(TimeSpan time) => _ms.Add(time.TotalMilliseconds);

    /// <summary>The duration that this share of them did not exceed, in milliseconds; 0 when there are none.</summary>
    public double At(double share)
    {
        if (_ms.Count == 0)
        {
            return 0;
        }

        _ms.Sort();
        return _ms[Math.Min(_ms.Count - 1, (int)Math.Ceiling(share * _ms.Count) - 1)];
    }
}

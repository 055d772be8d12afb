namespace Telemed.Media.Recording;

/// <summary>Puts the parts of a finalise job together to one number that never falls. Any thread.</summary>
internal sealed class FinaliseProgress(IProgress<double>? listener)
{
    private const double Survey = 0.05;
    private const double People = 0.25;
    private const double Listen = 0.05;
    private const double Compose = 0.55;
    private const double Step = 0.005;

    private readonly Lock _lock = new();
    private double _reached;

    /// <summary>The journal was read once.</summary>
    public void Surveyed() => Reach(Survey);

    /// <summary>A share of one participant's file is written.</summary>
    public void Person(int number, int count, double share) => Reach(Survey + (People * (number - 1 + share) / count));

    /// <summary>All sound was listened to.</summary>
    public void Heard() => Reach(Survey + People + Listen);

    /// <summary>A share of the composed file is made.</summary>
    public void Composed(double share) => Reach(Survey + People + Listen + (Compose * share));

    /// <summary>All is done.</summary>
    public void Done() => Reach(1);

    private void Reach(double value)
    {
        lock (_lock)
        {
            if (value < _reached + Step && value < 1)
            {
                return;
            }

            _reached = Math.Max(_reached, value);
            listener?.Report(_reached);
        }
    }
}

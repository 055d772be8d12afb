namespace Telemed.Server.Hosting;

/// <summary>Whether this process takes work: everything has started and nothing is stopping.</summary>
internal sealed class Readiness
{
    private volatile bool _started;

    /// <summary>Whether everything has started.</summary>
    public bool Started
    {
        get => _started;
        set => _started = value;
    }
}

namespace Telemed.Cli.Doctor;

/// <summary>What one check found.</summary>
/// <param name="Healthy">Whether a server can live with it.</param>
/// <param name="What">The thing checked.</param>
/// <param name="Says">What was seen and, when it is wrong, what to do.</param>
internal sealed record Finding(bool Healthy, string What, string Says);

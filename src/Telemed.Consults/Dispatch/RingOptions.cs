namespace Telemed.Consults.Dispatch;

/// <summary>How the ring ladder climbs; per network, validated at start.</summary>
public sealed record RingOptions
{
    /// <summary>How long one hop rings in an emergency. Default 30 s; 5 s to 10 min.</summary>
    public TimeSpan EmergencyRing { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one hop rings for an urgent consult. Default 60 s; 5 s to 1 h.</summary>
    public TimeSpan UrgentRing { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long one hop rings for an ordinary consult. Default 2 min; 5 s to 24 h.</summary>
    public TimeSpan OrdinaryRing { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Hops that ring one specialist each, before whole groups are rung. Default 3; 1 to 20.</summary>
    public int SingleHops { get; init; } = 3;

    /// <summary>How many specialists a group hop rings at most. Default 6; 1 to 50.</summary>
    public int GroupSize { get; init; } = 6;

    /// <summary>
    /// How long a specialist writes up after a session before being rung again. Default 2 min; 0 to 1 h.
    /// </summary>
    public TimeSpan WrapUp { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The number shown when no institution on the way up has one; default none.</summary>
    public string? PhoneInstead { get; init; }

    /// <summary>
    /// The number by which both sides go on while a session is interrupted; default that of the specialist's hospital.
    /// </summary>
    public string? PhoneBridge { get; init; }

    /// <summary>How long one hop rings for this urgency.</summary>
    public TimeSpan RingFor(Urgency urgency) => urgency switch
    {
        Urgency.Emergency => EmergencyRing,
        Urgency.Urgent => UrgentRing,
        _ => OrdinaryRing,
    };

    /// <summary>Every fault of these values, each with name, bound and value seen; empty when all hold.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        var least = TimeSpan.FromSeconds(5);
        Bounds.Check(faults, nameof(EmergencyRing), EmergencyRing, least, TimeSpan.FromMinutes(10));
        Bounds.Check(faults, nameof(UrgentRing), UrgentRing, least, TimeSpan.FromHours(1));
        Bounds.Check(faults, nameof(OrdinaryRing), OrdinaryRing, least, TimeSpan.FromHours(24));
        Bounds.Check(faults, nameof(SingleHops), SingleHops, 1, 20);
        Bounds.Check(faults, nameof(GroupSize), GroupSize, 1, 50);
        Bounds.Check(faults, nameof(WrapUp), WrapUp, TimeSpan.Zero, TimeSpan.FromHours(1));
        return faults;
    }
}

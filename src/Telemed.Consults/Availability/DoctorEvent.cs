namespace Telemed.Consults.Availability;

/// <summary>What may happen to a doctor's availability.</summary>
/// <param name="By">Who did it.</param>
/// <param name="At">When.</param>
public abstract record DoctorEvent(PersonId By, DateTimeOffset At) : IFact
{
    /// <summary>The doctor said whether they may be rung; <c>Until</c> ends it.</summary>
    public sealed record SwitchSet(PersonId By, DateTimeOffset At, DoctorSwitch Switch, DateTimeOffset? Until)
        : DoctorEvent(By, At);

    /// <summary>What the doctor said has run out; the rota decides again.</summary>
    public sealed record SwitchEnded(PersonId By, DateTimeOffset At) : DoctorEvent(By, At);

    /// <summary>A desk connection is alive.</summary>
    public sealed record DoctorArrived(PersonId By, DateTimeOffset At) : DoctorEvent(By, At);

    /// <summary>The last presence lease ran out.</summary>
    public sealed record DoctorDeparted(PersonId By, DateTimeOffset At) : DoctorEvent(By, At);

    /// <summary>The doctor is being rung, and for nobody else meanwhile.</summary>
    public sealed record DoctorClaimed(
        PersonId By, DateTimeOffset At, ConsultId Consult, OfferId Offer, DateTimeOffset Until) : DoctorEvent(By, At);

    /// <summary>The doctor took the consult.</summary>
    public sealed record DoctorEngaged(PersonId By, DateTimeOffset At, ConsultId Consult, OfferId Offer)
        : DoctorEvent(By, At);

    /// <summary>The doctor entered the room of a consult they were expected in.</summary>
    public sealed record DoctorAttended(PersonId By, DateTimeOffset At, ConsultId Consult) : DoctorEvent(By, At);

    /// <summary>The doctor is free again.</summary>
    public sealed record DoctorReleased(PersonId By, DateTimeOffset At, ConsultId Consult) : DoctorEvent(By, At);

    /// <summary>The session is over; the doctor writes up.</summary>
    public sealed record WrapUpStarted(PersonId By, DateTimeOffset At, ConsultId Consult, DateTimeOffset Until)
        : DoctorEvent(By, At);

    /// <summary>The writing-up is over.</summary>
    public sealed record WrapUpEnded(PersonId By, DateTimeOffset At, ConsultId Consult) : DoctorEvent(By, At);
}

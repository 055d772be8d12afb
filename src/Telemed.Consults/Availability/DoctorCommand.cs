namespace Telemed.Consults.Availability;

/// <summary>What may be asked of a doctor's availability.</summary>
/// <param name="By">Who asks.</param>
/// <param name="Now">When.</param>
public abstract record DoctorCommand(PersonId By, DateTimeOffset Now)
{
    /// <summary>When, server time, to the millisecond: what lies below is cut off.</summary>
    public DateTimeOffset Now { get; } = WholeMilliseconds.Of(Now);

    /// <summary>
    /// The doctor says whether they may be rung. Not available with an instant means away until then.
    /// </summary>
    public sealed record SetAvailable(PersonId By, DateTimeOffset Now, bool Available, DateTimeOffset? Until)
        : DoctorCommand(By, Now);

    /// <summary>A desk connection came alive.</summary>
    public sealed record Arrive(PersonId By, DateTimeOffset Now) : DoctorCommand(By, Now);

    /// <summary>No presence lease is left.</summary>
    public sealed record Depart(PersonId By, DateTimeOffset Now) : DoctorCommand(By, Now);

    /// <summary>Rings the doctor for one offer; refused while they are bound to anything.</summary>
    public sealed record Claim(
        PersonId By, DateTimeOffset Now, ConsultId Consult, OfferId Offer, DateTimeOffset Until)
        : DoctorCommand(By, Now);

    /// <summary>The doctor takes the consult they are rung for.</summary>
    public sealed record Engage(PersonId By, DateTimeOffset Now, ConsultId Consult, OfferId Offer)
        : DoctorCommand(By, Now);

    /// <summary>The doctor enters the room of a consult they are expected in; refused while they are bound elsewhere.
    /// </summary>
    public sealed record Attend(PersonId By, DateTimeOffset Now, ConsultId Consult) : DoctorCommand(By, Now);

    /// <summary>Frees the doctor from this consult; holds also when they are not bound to it.</summary>
    public sealed record Release(PersonId By, DateTimeOffset Now, ConsultId Consult) : DoctorCommand(By, Now);

    /// <summary>The session is over.</summary>
    public sealed record StartWrapUp(PersonId By, DateTimeOffset Now, ConsultId Consult, DateTimeOffset Until)
        : DoctorCommand(By, Now);

    /// <summary>The writing-up is done; holds also when there was none.</summary>
    public sealed record FinishWrapUp(PersonId By, DateTimeOffset Now, ConsultId Consult) : DoctorCommand(By, Now);

    /// <summary>A clock of this doctor is due; refused unless the state still holds that very clock.</summary>
    public sealed record FireClock(PersonId By, DateTimeOffset Now, Clock Clock) : DoctorCommand(By, Now);
}

namespace Telemed.Consults.Availability;

/// <summary>A doctor's availability: what they said, whether they are there, and what they are bound to.</summary>
/// <param name="Switch">What the doctor said.</param>
/// <param name="SwitchUntil">When that ends and the rota decides again, or <c>null</c>.</param>
/// <param name="Present">Whether a desk connection is alive.</param>
/// <param name="Engagement">What the doctor is bound to.</param>
/// <param name="ServedOn">The day (UTC+8) of the last consult taken, or <c>null</c>.</param>
/// <param name="ServedThatDay">How many were taken on that day.</param>
/// <param name="LastServedAt">When the last one ended, or <c>null</c>.</param>
public sealed record DoctorAvailability(
    DoctorSwitch Switch,
    DateTimeOffset? SwitchUntil,
    bool Present,
    DoctorEngagement Engagement,
    DateOnly? ServedOn,
    int ServedThatDay,
    DateTimeOffset? LastServedAt)
{
    /// <summary>A doctor of whom nothing was ever stored.</summary>
    public static DoctorAvailability Unknown { get; } =
        new(DoctorSwitch.Unset, null, false, DoctorEngagement.Free.Instance, null, 0, null);

    /// <summary>The day of an instant where this network works: UTC+8.</summary>
    public static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(NetworkTime.Offset).Date);

    /// <summary>How many consults were taken on the day of an instant.</summary>
    public int LoadOn(DateTimeOffset now) => ServedOn == DayOf(now) ? ServedThatDay : 0;

    /// <summary>What the doctor is doing at an instant, given whether the rota has them on call then.</summary>
    public AvailabilityStatus StatusAt(DateTimeOffset now, bool onCall) => Engagement switch
    {
        DoctorEngagement.Ringing => AvailabilityStatus.Ringing,
        DoctorEngagement.InConsult => AvailabilityStatus.InConsult,
        DoctorEngagement.WrapUp w when w.Until > now => AvailabilityStatus.WrapUp,
        _ => FreeStatusAt(now, onCall),
    };

    /// <summary>What the doctor would be doing at an instant if they were bound to nothing, and will be once they are not.</summary>
    public AvailabilityStatus FreeStatusAt(DateTimeOffset now, bool onCall) => SwitchAt(now) switch
    {
        DoctorSwitch.Off => AvailabilityStatus.Off,
        DoctorSwitch.Away => AvailabilityStatus.Away,
        DoctorSwitch.Available when Present => AvailabilityStatus.Available,
        _ => onCall ? AvailabilityStatus.OnCall : AvailabilityStatus.Off,
    };

    /// <summary>Until when the status holds, as far as it is known.</summary>
    [JsonIgnore]
    public DateTimeOffset? StatusUntil => Engagement switch
    {
        DoctorEngagement.Ringing r => r.Until,
        DoctorEngagement.WrapUp w => w.Until,
        DoctorEngagement.InConsult => null,
        _ => SwitchUntil,
    };

    /// <summary>What the doctor's own word is at an instant: an outdated one counts as none.</summary>
    public DoctorSwitch SwitchAt(DateTimeOffset now) =>
        SwitchUntil is { } until && until <= now ? DoctorSwitch.Unset : Switch;

    /// <summary>The clock of this state, or <c>null</c>.</summary>
    [JsonIgnore]
    public Clock? Clock => Engagement is DoctorEngagement.WrapUp w
        ? new(ClockKind.WrapUp, w.Until)
        : SwitchUntil is { } until ? new(ClockKind.Away, until) : null;
}

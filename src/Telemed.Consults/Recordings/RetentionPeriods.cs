namespace Telemed.Consults.Recordings;

/// <summary>
/// How long recordings are kept, by class. Sites set them after their own rules; nothing shorter is ever applied to a
/// recording that was promised longer.
/// </summary>
public sealed record RetentionPeriods
{
    /// <summary>Recordings that are filed nowhere else. Default: 3 years.</summary>
    public TimeSpan Consult { get; init; } = TimeSpan.FromDays(3 * 365.25);

    /// <summary>Outpatient records. Default: 15 years.</summary>
    public TimeSpan Outpatient { get; init; } = TimeSpan.FromDays(15 * 365.25);

    /// <summary>Inpatient records. Default: 30 years.</summary>
    public TimeSpan Inpatient { get; init; } = TimeSpan.FromDays(30 * 365.25);

    /// <summary>The period of a class.</summary>
    public TimeSpan Of(RetentionClass retention) => retention switch
    {
        RetentionClass.Inpatient => Inpatient,
        RetentionClass.Outpatient => Outpatient,
        _ => Consult,
    };
}

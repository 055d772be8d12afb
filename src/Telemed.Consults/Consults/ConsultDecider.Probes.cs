using static Telemed.Consults.Consults.ConsultCommand;
using static Telemed.Consults.Decisions.Decision<Telemed.Consults.Consults.ConsultEvent>;

namespace Telemed.Consults.Consults;

/// <summary>The asking house's link, measured before an appointment by the page that is open there.</summary>
public sealed partial class ConsultDecider
{
    /// <summary>When it is measured: what of the two lies ahead.</summary>
    private DateTimeOffset[]? ProbesBefore(DateTimeOffset starts, DateTimeOffset now)
    {
        DateTimeOffset[] ahead =
        [
            .. ((TimeSpan[])[times.ProbeFirst, times.ProbeAgain])
                .Where(one => one > TimeSpan.Zero && starts - one > now)
                .Select(one => starts - one)
                .Distinct()
                .Order(),
        ];
        return ahead.Length > 0 ? ahead : null;
    }

    private Decision<ConsultEvent> AskSite(ConsultState.Engaged s, FireClock c) =>
        IsDue(s, c) && s.Engagement.StartsAt is { } starts
            ? Accept(new ConsultEvent.SiteProbeAsked(c.By, c.Now, s.File.Institution, starts, c.Now + times.AnswerProbe))
            : StaleClock();

    private static Decision<ConsultEvent> MissSite(ConsultState.Engaged s, FireClock c) =>
        IsDue(s, c) && s.Engagement.Probing is { } open
            ? Accept(new ConsultEvent.SiteNotReached(c.By, c.Now, open.AskedAt))
            : StaleClock();

    /// <summary>The first page that has measured counts.</summary>
    private static Decision<ConsultEvent> TakeProbe(ConsultState.Engaged s, ReportProbe c) =>
        s.Engagement.Probing is { } open && c.Now <= open.Until
            ? Accept(new ConsultEvent.SiteProbed(c.By, c.Now, open.AskedAt, c.Link))
            : Refuse("probe-over", "Nobody waits for a measurement any more.");
}

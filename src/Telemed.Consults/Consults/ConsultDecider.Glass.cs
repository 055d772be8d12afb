using static Telemed.Consults.Consults.ConsultCommand;
using static Telemed.Consults.Decisions.Decision<Telemed.Consults.Consults.ConsultEvent>;

namespace Telemed.Consults.Consults;

/// <summary>The glass: opened in need, for a time, and looked into afterwards (A4).</summary>
public sealed partial class ConsultDecider
{
    private static Decision<ConsultEvent> Break(ConsultState.Filed s, BreakGlass c)
    {
        if (string.IsNullOrWhiteSpace(c.Reason))
        {
            return ReasonMissing();
        }

        return s.File.Glasses.Any(one => one.Person == c.By && one.Until > c.Now)
            ? Accept()
            : Accept(new ConsultEvent.GlassBroken(c.By, c.Now, c.Now + Glass.Longest, c.Reason));
    }

    private static Decision<ConsultEvent> LookInto(ConsultState.Filed s, ReviewGlass c) =>
        s.File.Glasses.FirstOrDefault(one => one.Person == c.Person && one.At == c.At) switch
        {
            null => Refuse("no-such-glass", "The case was not opened then by this person."),
            { ReviewedAt: not null } => Refuse("reviewed-already", "This has been looked into."),
            _ when c.Person == c.By => Refuse("not-yours", "Nobody reviews themselves."),
            _ => Accept(new ConsultEvent.GlassReviewed(c.By, c.Now, c.Person, c.At, c.Justified)),
        };
}

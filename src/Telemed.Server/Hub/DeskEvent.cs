using Telemed.Consults.Ids;
using Telemed.Consults.Views;

namespace Telemed.Server.Hub;

/// <summary>What a person hears outside a room. Closed: the nested records are all there are.</summary>
internal abstract record DeskEvent
{
    private DeskEvent()
    {
    }

    /// <summary>A ring has ended.</summary>
    /// <param name="OfferId">Which.</param>
    /// <param name="ConsultId">For which consult.</param>
    /// <param name="Reason">accepted, declined, expired, withdrawn or cancelled.</param>
    public sealed record RingStopped(OfferId OfferId, ConsultId ConsultId, string Reason) : DeskEvent;

    /// <summary>A consult moved on.</summary>
    public sealed record QueueChanged(ConsultId ConsultId, string State, long Version) : DeskEvent;

    /// <summary>The page is to measure its link in the background, and to report it by the consult's door.</summary>
    public sealed record ProbeWanted(ConsultId ConsultId, DateTimeOffset Until) : DeskEvent;

    /// <summary>Somebody opened a case in need; told to privacy officers.</summary>
    public sealed record GlassBroken(ConsultId ConsultId, PersonId Person, DateTimeOffset At) : DeskEvent;

    /// <summary>Somebody's availability changed.</summary>
    public sealed record AvailabilityChanged(AvailabilityView Availability) : DeskEvent;
}

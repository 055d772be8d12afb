using System.Security.Claims;
using Telemed.Consults.Desk;
using Telemed.Consults.Ids;

namespace Telemed.Server.Guests;

/// <summary>A request of somebody who came by a link.</summary>
/// <param name="Consult">Their consult.</param>
/// <param name="Self">Who they are in it.</param>
/// <param name="Others">The cases of other dependants on the same phone, and who they are in each.</param>
/// <param name="Reader">As whom they also read, by another link of the same case, and until when.</param>
/// <param name="Desk">The desk of the domain.</param>
/// <param name="Now">When the request came.</param>
/// <param name="Cancelled">Whether the client is gone.</param>
internal sealed record GuestCaller(
    ConsultId Consult,
    PersonId Self,
    IReadOnlyList<(ConsultId Consult, PersonId Self)> Others,
    (PersonId Self, DateTimeOffset Until)? Reader,
    ConsultDesk Desk,
    DateTimeOffset Now,
    CancellationToken Cancelled)
{
    /// <summary>As whom they read the opinion and play what was granted.</summary>
    public PersonId ReadingSelf => Reader?.Self ?? Self;

    /// <summary>Binds an endpoint's parameter.</summary>
    public static ValueTask<GuestCaller?> BindAsync(HttpContext context) => ValueTask.FromResult(
        context.User.FindFirstValue(ClaimTypes.NameIdentifier) is { } self
        && context.User.FindFirstValue(GuestCookie.ConsultClaim) is { } consult
            ? new GuestCaller(
                new(consult),
                new(self),
                GuestCookie.OthersOf(context.User),
                GuestCookie.ReaderOf(context.User, context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow()),
                context.RequestServices.GetRequiredService<ConsultDesk>(),
                context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow(),
                context.RequestAborted)
            : null);
}

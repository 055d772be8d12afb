using Microsoft.AspNetCore.Http.HttpResults;
using Telemed.Consults.Desk;
using Telemed.Consults.Institutions;
using Telemed.Consults.Views;
using Telemed.Server.Problems;
using Telemed.Server.SignIn;

namespace Telemed.Server.Availability;

/// <summary>Who can be rung.</summary>
internal static class AvailabilityEndpoints
{
    /// <summary>Maps <c>/api/availability</c>.</summary>
    public static void MapAvailability(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/availability").RequireAuthorization(SessionCookie.SchemeName);
        group.MapGet("/", ListAsync).WithSummary("The caller's availability and that of the specialists they may ask.");
        group.MapPut("/me", SetAsync).WithSummary("Says whether the caller may be rung.");
    }

    private static async Task<Ok<AvailabilityList>> ListAsync(Consults.Desk desk, DoctorDesk doctors) =>
        TypedResults.Ok(new AvailabilityList(
            desk.Who.Is(Role.Specialist) ? await doctors.FindAsync(desk.Who, desk.Now, desk.Cancelled) : null,
            await doctors.ListAsync(desk.Who, desk.Now, desk.Cancelled)));

    private static async Task<Results<Ok<AvailabilityView>, ProblemResult>> SetAsync(
        AvailabilityBody body, Consults.Desk desk, DoctorDesk doctors)
    {
        if (body.Until <= desk.Now)
        {
            return new ProblemResult(Refusal.InvalidField("until", "past"));
        }

        var set = await doctors.SetAvailableAsync(desk.Who, body.Available, body.Until, desk.Now, desk.Cancelled);
        return set.ToAnswer().TryGet(out var view, out var refusal)
            ? TypedResults.Ok(view)
            : new ProblemResult(refusal);
    }
}

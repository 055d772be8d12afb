using Telemed.Consults.Desk;
using Telemed.Consults.Institutions;
using Telemed.Media.Recording.SecondPlace;
using Telemed.Server.Guests;
using Telemed.Server.Problems;

namespace Telemed.Server.Recordings;

/// <summary>Brings a recording that lies in the second place only back, before somebody who may play it is answered.</summary>
internal sealed class RestoreFilter(IServiceProvider services, ILogger<RestoreFilter> log) : IEndpointFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var id = context.HttpContext.GetRouteValue("id") as string ?? "";
        if (services.GetService<RecordingCopies>() is not { } copies || !copies.IsAway(id))
        {
            return await next(context);
        }

        var cancelled = context.HttpContext.RequestAborted;
        if (await CallerAsync(context) is not { } caller)
        {
            return new ProblemResult(ProblemKind.NotFound);
        }

        var recordings = services.GetRequiredService<RecordingDesk>();
        var found = await recordings.FindAsync(caller.Who, new(id), caller.Now, cancelled);
        if (found.ToAnswer().Refusal is { } refusal)
        {
            return new ProblemResult(refusal);
        }

        try
        {
            await copies.RestoreAsync(id, cancelled);
        }
        catch (IOException fault)
        {
            log.RecordingUnreadable(id, fault.Message);
            return new ProblemResult(ProblemKind.RecordingUnavailable);
        }

        return await next(context);
    }

    /// <summary>Who asks: staff, or somebody who came by a link.</summary>
    private static async Task<(StaffMember Who, DateTimeOffset Now)?> CallerAsync(EndpointFilterInvocationContext context)
    {
        if (context.Arguments.OfType<Consults.Desk>().SingleOrDefault() is { } desk)
        {
            return (desk.Who, desk.Now);
        }

        var guest = context.Arguments.OfType<GuestCaller>().Single();
        return await guest.Desk.FindPersonAsync(guest.Consult, guest.ReadingSelf, guest.Cancelled) is { } who ? (who, guest.Now) : null;
    }
}

using Telemed.Consults.Desk;
using Telemed.Media.Recording.SecondPlace;
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

        var desk = context.Arguments.OfType<Consults.Desk>().Single();
        var recordings = services.GetRequiredService<RecordingDesk>();
        var found = await recordings.FindAsync(desk.Who, new(id), desk.Now, desk.Cancelled);
        if (found.ToAnswer().Refusal is { } refusal)
        {
            return new ProblemResult(refusal);
        }

        try
        {
            await copies.RestoreAsync(id, desk.Cancelled);
        }
        catch (IOException fault)
        {
            log.RecordingUnreadable(id, fault.Message);
            return new ProblemResult(ProblemKind.RecordingUnavailable);
        }

        return await next(context);
    }
}

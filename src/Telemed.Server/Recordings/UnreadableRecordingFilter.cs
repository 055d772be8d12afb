using Telemed.Media.Recording;
using Telemed.Server.Problems;

namespace Telemed.Server.Recordings;

/// <summary>
/// A recording whose file was changed on the disk, or whose key is gone, is refused in words and told to the operator;
/// it is never played in part.
/// </summary>
internal sealed class UnreadableRecordingFilter(ILogger<UnreadableRecordingFilter> log) : IEndpointFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (RecordingException exception)
        {
            log.RecordingUnreadable(context.HttpContext.GetRouteValue("id") as string ?? "", exception.Refusal.ToString());
            return new ProblemResult(ProblemKind.RecordingUnavailable);
        }
    }
}

using System.Security.Claims;
using Telemed.Media.Recording;
using Telemed.Server.Problems;

namespace Telemed.Server.Recordings;

/// <summary>
/// A recording whose file was changed on the disk, or whose key is gone, is refused in words, noted in the audit trail and
/// told to the operator; it is never played in part.
/// </summary>
internal sealed class UnreadableRecordingFilter(DamageAudit audit, ILogger<UnreadableRecordingFilter> log) : IEndpointFilter
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
            var recording = context.HttpContext.GetRouteValue("id") as string ?? "";
            log.RecordingUnreadable(recording, exception.Refusal.ToString());
            if (exception.Refusal == RecordingRefusal.Damaged)
            {
                var who = context.HttpContext.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? "";
                await audit.NoteAsync(who, recording, exception.Message);
            }

            return new ProblemResult(ProblemKind.RecordingUnavailable);
        }
    }
}

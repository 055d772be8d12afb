using Microsoft.AspNetCore.Diagnostics;
using Telemed.Consults.Stores;
using Telemed.Server.Hosting;

namespace Telemed.Server.Problems;

/// <summary>
/// The last stop for exceptions of HTTP requests. The caller learns that it was our fault and nothing else; the log
/// gets the exception's type and stack, not its message, which may carry what the request carried.
/// </summary>
internal sealed class FaultHandler(FaultCounter faults, ILogger<FaultHandler> logger) : IExceptionHandler
{
    private static readonly TimeSpan RetryDatabase = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan RetryElsewhere = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        if (exception is BadHttpRequestException bad)
        {
            await ProblemResult.WriteAsync(httpContext, ProblemKind.ByStatus(bad.StatusCode));
            return true;
        }

        if (DatabaseFault.IsAway(exception))
        {
            await ProblemResult.WriteAsync(httpContext, (Refusal)ProblemKind.DatabaseAway with { RetryAfter = RetryDatabase });
            return true;
        }

        if (exception is NewerVersionException)
        {
            await ProblemResult.WriteAsync(httpContext, (Refusal)ProblemKind.NewerVersion with { RetryAfter = RetryElsewhere });
            return true;
        }

        faults.Add();
        logger.Fault(httpContext.GetEndpoint()?.DisplayName ?? "unknown", exception.Describe());
        await ProblemResult.WriteAsync(httpContext, ProblemKind.Internal);
        return true;
    }
}

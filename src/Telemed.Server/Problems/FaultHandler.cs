using Microsoft.AspNetCore.Diagnostics;

namespace Telemed.Server.Problems;

/// <summary>
/// The last stop for exceptions of HTTP requests. The caller learns that it was our fault and nothing else; the log
/// gets the exception's type and stack, not its message, which may carry what the request carried.
/// </summary>
internal sealed class FaultHandler(FaultCounter faults, ILogger<FaultHandler> logger) : IExceptionHandler
{
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

        faults.Add();
        logger.Fault(httpContext.GetEndpoint()?.DisplayName ?? "unknown", exception.Describe());
        await ProblemResult.WriteAsync(httpContext, ProblemKind.Internal);
        return true;
    }
}

using Microsoft.AspNetCore.SignalR;
using Telemed.Consults.Stores;
using Telemed.Server.Hosting;
using Telemed.Server.Problems;

namespace Telemed.Server.Hub;

/// <summary>
/// The last stop for exceptions of hub methods: a refusal goes to the caller as it is, a fault of ours is counted, logged
/// without its message, and told as such.
/// </summary>
internal sealed class HubFaultFilter(FaultCounter faults, ILogger<HubFaultFilter> logger) : IHubFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            return await next(invocationContext);
        }
        catch (Exception fault) when (DatabaseFault.IsAway(fault))
        {
            throw ((Refusal)ProblemKind.DatabaseAway).ToHubException();
        }
        catch (NewerVersionException)
        {
            throw ((Refusal)ProblemKind.NewerVersion).ToHubException();
        }
        catch (Exception fault) when (fault is not HubException)
        {
            if (!invocationContext.Context.ConnectionAborted.IsCancellationRequested || fault is not OperationCanceledException)
            {
                faults.Add();
                logger.Fault(invocationContext.HubMethodName, fault.Describe());
            }

            throw ((Refusal)ProblemKind.Internal).ToHubException();
        }
    }

    /// <inheritdoc/>
    public async Task OnDisconnectedAsync(
        HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        try
        {
            await next(context, exception);
        }
        catch (Exception fault)
        {
            faults.Add();
            logger.Fault(context.Hub.GetType().Name, fault.Describe());
        }
    }
}

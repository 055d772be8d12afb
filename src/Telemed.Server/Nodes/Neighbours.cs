using Telemed.Consults.Nodes;

namespace Telemed.Server.Nodes;

/// <summary>Asks the other nodes, by the addresses at which browsers reach them, what only they can know. Any thread.</summary>
internal sealed class Neighbours(string own, Func<IReadOnlyList<NodeRow>> nodes, HttpClient http) : IDisposable
{
    /// <summary>How long an answer is waited for.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Whether another node says that it has reached the database all the while: then it is not away, but this node is cut off from
    /// it. No when nobody can be asked.
    /// </summary>
    public async Task<bool> ReachDatabaseAsync(CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        var answers = nodes()
            .Where(row => row.Node.Name != own && row.Node.PublicUrl is not null)
            .Select(row => AskAsync(new(row.Node.PublicUrl! + "/readyz/region"), limit.Token))
            .ToList();
        var reached = false;
        await foreach (var answer in Task.WhenEach(answers))
        {
            // One is enough: the other questions end here, and none outlives the asking.
            if (!reached && await answer)
            {
                reached = true;
                await limit.CancelAsync();
            }
        }

        return reached;
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async Task<bool> AskAsync(Uri address, CancellationToken ct)
    {
        try
        {
            using var answer = await http.GetAsync(address, ct);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}

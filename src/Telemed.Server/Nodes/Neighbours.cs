namespace Telemed.Server.Nodes;

/// <summary>Asks the other nodes, by the addresses at which browsers reach them, what only they can know. Any thread.</summary>
internal sealed class Neighbours(NodeLease lease, HttpClient http) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Whether another node says that it has reached the database all the while: then it is not away, but this node is cut off from
    /// it. No when nobody can be asked.
    /// </summary>
    public async Task<bool> ReachDatabaseAsync(CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        var answers = lease.Nodes
            .Where(row => row.Node.Name != lease.Name && row.Node.PublicUrl is not null)
            .Select(row => AskAsync(new(row.Node.PublicUrl! + "/readyz/region"), limit.Token))
            .ToList();
        while (answers.Count > 0)
        {
            var answer = await Task.WhenAny(answers);
            if (await answer)
            {
                return true;
            }

            answers.Remove(answer);
        }

        return false;
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

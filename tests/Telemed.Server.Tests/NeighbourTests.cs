using System.Net;
using Telemed.Consults.Nodes;
using Telemed.Server.Nodes;

namespace Telemed.Server.Tests;

/// <summary>What a node asks the others, and what it makes of their addresses.</summary>
public sealed class NeighbourTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(1);

    [Fact(Timeout = 60_000)]
    public async Task One_answer_is_enough_and_ends_the_other_questions()
    {
        using var others = new Others("http://b.test");
        using var neighbours = new Neighbours("a", () => [Row("a"), Row("b"), Row("c"), Row("d")], new HttpClient(others))
        {
            Patience = Timeout.InfiniteTimeSpan,
        };

        Assert.True(await neighbours.ReachDatabaseAsync(TestContext.Current.CancellationToken));

        Assert.Equal(3, others.Asked);
        Assert.Equal(2, others.Ended);
    }

    [Fact]
    public async Task Nobody_says_yes_when_nobody_does()
    {
        using var others = new Others(null);
        using var neighbours = new Neighbours("a", () => [Row("a"), Row("b")], new HttpClient(others));

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var answer = neighbours.ReachDatabaseAsync(limit.Token);
        await limit.CancelAsync();

        Assert.False(await answer);
    }

    [Fact]
    public void Origins_are_put_together_once_for_each_heartbeat_and_forget_who_is_long_gone()
    {
        var rows = new Rows([Row("a"), Row("b", Now.AddMinutes(-9)), Row("c", Now.AddMinutes(-11))]);
        var origins = new NodeOrigins(() => rows, null, new("http://people.test/app"));

        Assert.True(origins.Contains("HTTP://b.test"));
        Assert.False(origins.Contains("http://c.test"));
        Assert.Equal(" http://a.test ws://a.test http://b.test ws://b.test http://people.test ws://people.test", origins.Sources());
        var read = rows.Read;
        origins.Contains("http://a.test");
        Assert.Equal(read, rows.Read);

        rows = new([Row("c")]);
        Assert.True(origins.Contains("http://c.test"));
        Assert.False(origins.Contains("http://a.test"));
    }

    private static NodeRow Row(string name, DateTimeOffset? seen = null) =>
        new(new(name, name, $"http://{name}.test", null, 0, 0, 0, false, "", "1"), seen ?? Now, true);

    /// <summary>Nodes of which one says yes, after all were asked; the others say nothing.</summary>
    private sealed class Others(string? yes) : HttpMessageHandler
    {
        private int _asked;
        private int _ended;

        public int Asked => _asked;

        public int Ended => _ended;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asked);
            if (request.RequestUri!.GetLeftPart(UriPartial.Authority) == yes)
            {
                return new(HttpStatusCode.OK);
            }

            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }
            finally
            {
                Interlocked.Increment(ref _ended);
            }

            return new(HttpStatusCode.ServiceUnavailable);
        }
    }

    private sealed class Rows(IReadOnlyList<NodeRow> rows) : IReadOnlyList<NodeRow>
    {
        public int Read { get; private set; }

        public int Count => rows.Count;

        public NodeRow this[int index] => rows[index];

        public IEnumerator<NodeRow> GetEnumerator()
        {
            Read++;
            return rows.GetEnumerator();
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

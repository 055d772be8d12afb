using Telemed.Server.Problems;
using Telemed.Server.Tokens;

namespace Telemed.Server.Tests;

public sealed class JoinTokenTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 2, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Fact]
    public async Task A_token_says_who_where_as_what_and_until_when()
    {
        var tokens = new JoinTokens(Key);

        var ticket = (await tokens.ReadAsync(tokens.Issue("person-1", "consult-1", "specialist", Now, "node-1"))).Value;

        Assert.Equal(("person-1", "consult-1", "specialist"), (ticket.Person, ticket.Room, ticket.Role));
        Assert.Equal(Now.AddSeconds(60), ticket.ExpiresAt);
    }

    [Fact]
    public async Task A_changed_or_foreign_token_is_invalid()
    {
        var tokens = new JoinTokens(Key);
        var token = tokens.Issue("person-1", "consult-1", "specialist", Now, "node-1");
        var foreign = new JoinTokens([.. Key.Reverse()]).Issue("person-1", "consult-1", "specialist", Now, "node-1");
        var parts = token.Split('.');
        var unsigned = $"eyJhbGciOiJub25lIn0.{parts[1]}.";

        foreach (var bad in (string[])[foreign, token[..^3] + "abc", $"{parts[0]}.{parts[1]}.", unsigned, "x", "a.b.c", string.Empty])
        {
            Assert.Equal(ProblemKind.TokenInvalid, (await tokens.ReadAsync(bad)).Refusal?.Kind);
        }
    }

    [Fact]
    public void A_token_is_used_once()
    {
        var used = new UsedTokens(TimeProvider.System);
        var ticket = new JoinTicket("id", "p", "r", "specialist", DateTimeOffset.UtcNow.AddMinutes(1));

        Assert.False(used.WasUsed(ticket));
        Assert.True(used.TryUse(ticket));
        Assert.False(used.TryUse(ticket));
        Assert.True(used.WasUsed(ticket));
    }

    [Fact]
    public void Used_tokens_are_forgotten_after_their_end_and_not_before()
    {
        var time = new ManualTime();
        var used = new UsedTokens(time);
        var early = new JoinTicket("early", "p", "r", "s", time.GetUtcNow().AddSeconds(60));
        used.TryUse(early);
        for (var i = 0; i < 2_000; i++)
        {
            used.TryUse(early with { Id = $"other-{i}" });
        }

        Assert.True(used.WasUsed(early));

        time.Advance(TimeSpan.FromSeconds(61));
        used.TryUse(early with { Id = "late", ExpiresAt = time.GetUtcNow().AddSeconds(60) });

        Assert.False(used.WasUsed(early));
    }
}

using Telemed.Server.Problems;

namespace Telemed.Server.Audit;

/// <summary>Notes every sign-in and every refused one, by the name that was typed, cut short. Any thread.</summary>
internal sealed class SignInAudit(AuditTrail trail, TimeProvider time)
{
    private const int LongestName = 60;

    /// <summary>Notes a sign-in; <paramref name="refusal"/> is <c>null</c> when it was let in.</summary>
    public Task AddAsync(HttpContext context, string user, Refusal? refusal)
    {
        var name = user.Trim().ToLowerInvariant();
        return trail.AddAsync(
            new(
                time.GetUtcNow(),
                name.Length <= LongestName ? name : name[..LongestName],
                "session.open",
                null,
                refusal?.Kind.Code ?? "done",
                context.Connection.RemoteIpAddress?.ToString()),
            CancellationToken.None);
    }
}

using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Telemed.Server.Problems;

namespace Telemed.Server.Tokens;

/// <summary>
/// Lets a connection to the consult hub, or a device at a standard door, in by its join token. The token comes as <c>access_token</c> in the query, where
/// SignalR's browser client puts it, or as a bearer token. It is only read here and used up by <c>Join</c>, because the
/// client shows it several times on its way in. A request that names a connection (<c>id</c>) or a device's session
/// belongs to one that was let in before; its token may have grown old since.
/// </summary>
internal sealed class JoinTokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logs,
    UrlEncoder encoder,
    JoinTokens tokens,
    UsedTokens used,
    LoadAccess loads,
    TimeProvider time)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = "join-token";

    private Refusal _refusal = ProblemKind.TokenInvalid;

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Token() is not { Length: > 0 and <= 4_096 } token)
        {
            return AuthenticateResult.NoResult();
        }

        if (!(await tokens.ReadAsync(token)).TryGet(out var ticket, out var refusal)
            || (refusal = Check(ticket)) is not null)
        {
            _refusal = refusal;
            return AuthenticateResult.Fail(refusal.Kind.Code);
        }

        var principal = new ClaimsPrincipal(new ClaimsIdentity(ticket.ToClaims(), SchemeName));
        return AuthenticateResult.Success(new(principal, SchemeName));
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        ProblemResult.WriteAsync(Context, _refusal);

    private Refusal? Check(JoinTicket ticket)
    {
        if (ticket.IsLoad && !loads.Admits(Context))
        {
            return new Refusal(ProblemKind.TokenInvalid, "Load rooms are off here, or the caller is not on this machine.");
        }

        var isForAny = ticket is { IsLoad: true, Room: JoinTicket.EveryRoom };
        if (!isForAny && AskedRoom() != ticket.Room)
        {
            return ProblemKind.TokenOtherRoom;
        }

        if (BelongsToOneLetIn())
        {
            return null;
        }

        if (!ticket.IsLoad && used.WasUsed(ticket))
        {
            return ProblemKind.TokenUsed;
        }

        return ticket.ExpiresAt <= time.GetUtcNow() ? (Refusal)ProblemKind.TokenExpired : null;
    }

    private string? AskedRoom() => Request.RouteValues["room"] as string ?? Request.Query["room"];

    private bool BelongsToOneLetIn() => Request.RouteValues.ContainsKey("room")
        ? Request.RouteValues.ContainsKey("session")
        : Request.Query.ContainsKey("id");

    private string? Token()
    {
        const string Bearer = "Bearer ";
        var header = Request.Headers.Authorization.ToString();
        return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? header[Bearer.Length..]
            : Request.Query["access_token"].ToString();
    }
}

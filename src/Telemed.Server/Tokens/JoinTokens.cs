using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Telemed.Server.Problems;

namespace Telemed.Server.Tokens;

/// <summary>
/// Issues and reads join tokens: JSON Web Tokens (RFC 7519) signed with HMAC-SHA-256 under a key that only the nodes
/// have. Any thread.
/// </summary>
internal sealed class JoinTokens
{
    /// <summary>How long a token can be used after it was issued.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    private const string Authority = "telemed";
    private const string Audience = "telemed-room";
    private const string RoomClaim = "room";
    private const string RoleClaim = "role";
    private const string LoadClaim = "load";
    private const string NodeClaim = "node";

    /// <summary>How long a load token can be used after it was issued.</summary>
    public static readonly TimeSpan LoadLifetime = TimeSpan.FromHours(12);

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly SigningCredentials _credentials;
    private readonly TokenValidationParameters _rules;

    /// <summary>Uses <paramref name="key"/>, at least 32 bytes.</summary>
    public JoinTokens(byte[] key)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(key.Length, 32);
        var signingKey = new SymmetricSecurityKey(key);
        _credentials = new(signingKey, SecurityAlgorithms.HmacSha256);
        _rules = new()
        {
            IssuerSigningKey = signingKey,
            ValidIssuer = Authority,
            ValidAudience = Audience,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            ValidateLifetime = false, // Asked apart, so that "too old" can be told from "none of ours".
            RequireSignedTokens = true,
        };
    }

    /// <summary>A token for one entry, at the node that runs the room.</summary>
    public string Issue(string person, string room, string role, DateTimeOffset now, string node) =>
        Issue(person, room, role, now, Lifetime, new() { [NodeClaim] = node });

    /// <summary>A token for a load room, or with <see cref="JoinTicket.EveryRoom"/> for all of them; used as often as one
    /// likes.</summary>
    public string IssueForLoad(string room, string role, DateTimeOffset now) =>
        Issue("load", room, role, now, LoadLifetime, new() { [LoadClaim] = true });

    /// <summary>What the token says, or <c>token-invalid</c>. Whether it is too old or used is for the caller to ask.
    /// </summary>
    public async Task<Answer<JoinTicket>> ReadAsync(string token)
    {
        var result = await _handler.ValidateTokenAsync(token, _rules);
        return result is { IsValid: true, SecurityToken: JsonWebToken jwt }
            && jwt.TryGetPayloadValue<string>(RoomClaim, out var room)
            && jwt.TryGetPayloadValue<string>(RoleClaim, out var role)
            && jwt is { Id.Length: > 0, Subject.Length: > 0 }
            && jwt.ValidTo > DateTime.MinValue
                ? new JoinTicket(jwt.Id, jwt.Subject, room, role, new(jwt.ValidTo, TimeSpan.Zero))
                {
                    IsLoad = jwt.TryGetPayloadValue<bool>(LoadClaim, out var isLoad) && isLoad,
                    Node = jwt.TryGetPayloadValue<string>(NodeClaim, out var node) ? node : null,
                }
                : ProblemKind.TokenInvalid;
    }

    private string Issue(string person, string room, string role, DateTimeOffset now, TimeSpan lifetime, Dictionary<string, object> more) =>
        _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Authority,
            Audience = Audience,
            IssuedAt = now.UtcDateTime,
            Expires = (now + lifetime).UtcDateTime,
            SigningCredentials = _credentials,
            Claims = new Dictionary<string, object>(more, StringComparer.Ordinal)
            {
                [JwtRegisteredClaimNames.Jti] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
                [JwtRegisteredClaimNames.Sub] = person,
                [RoomClaim] = room,
                [RoleClaim] = role,
            },
        });
}

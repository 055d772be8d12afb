using System.Globalization;
using System.Security.Claims;

namespace Telemed.Server.Tokens;

/// <summary>What a join token says: one person may enter one room in one role, once, until a moment.</summary>
/// <param name="Id">The token's own id (<c>jti</c>), by which a second use is noticed.</param>
/// <param name="Person">Who.</param>
/// <param name="Room">Where: the consult's id.</param>
/// <param name="Role">As what.</param>
/// <param name="ExpiresAt">Until when, to the second.</param>
internal sealed record JoinTicket(string Id, string Person, string Room, string Role, DateTimeOffset ExpiresAt)
{
    private const string IdClaim = "jti";
    private const string RoomClaim = "room";
    private const string RoleClaim = "role";
    private const string ExpiresClaim = "exp";

    /// <summary>The ticket in the form in which it follows a connection.</summary>
    public IEnumerable<Claim> ToClaims() =>
    [
        new(IdClaim, Id),
        new(ClaimTypes.NameIdentifier, Person),
        new(RoomClaim, Room),
        new(RoleClaim, Role),
        new(ExpiresClaim, ExpiresAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
    ];

    /// <summary>The ticket that a connection was let in by; null when it was let in otherwise.</summary>
    public static JoinTicket? From(ClaimsPrincipal? principal) =>
        principal?.FindFirstValue(IdClaim) is { } id
        && principal.FindFirstValue(ClaimTypes.NameIdentifier) is { } person
        && principal.FindFirstValue(RoomClaim) is { } room
        && principal.FindFirstValue(RoleClaim) is { } role
        && long.TryParse(principal.FindFirstValue(ExpiresClaim), CultureInfo.InvariantCulture, out var expires)
            ? new(id, person, room, role, DateTimeOffset.FromUnixTimeSeconds(expires))
            : null;
}

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
    private const string LoadClaim = "load";
    private const string NodeClaim = "node";

    /// <summary>The role of a load ticket that may both publish and view.</summary>
    public const string AnyRole = "any";

    /// <summary>The role of a load ticket that may publish.</summary>
    public const string PublisherRole = "publisher";

    /// <summary>The role of a load ticket that may view.</summary>
    public const string ViewerRole = "viewer";

    /// <summary>The room of a load ticket that opens every load room.</summary>
    public const string EveryRoom = "*";

    /// <summary>The node that the person was sent to, and that alone lets them in; null on a load ticket.</summary>
    public string? Node { get; init; }

    /// <summary>Whether it is for rooms without a consult, for load tests: used as often as one likes.</summary>
    public bool IsLoad { get; init; }

    /// <summary>The ticket in the form in which it follows a connection.</summary>
    public IEnumerable<Claim> ToClaims() =>
    [
        new(IdClaim, Id),
        new(ClaimTypes.NameIdentifier, Person),
        new(RoomClaim, Room),
        new(RoleClaim, Role),
        new(ExpiresClaim, ExpiresAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        new(LoadClaim, IsLoad ? "1" : "0"),
        .. Node is { } node ? (Claim[])[new(NodeClaim, node)] : [],
    ];

    /// <summary>The ticket that a connection was let in by; null when it was let in otherwise.</summary>
    public static JoinTicket? From(ClaimsPrincipal? principal) =>
        principal?.FindFirstValue(IdClaim) is { } id
        && principal.FindFirstValue(ClaimTypes.NameIdentifier) is { } person
        && principal.FindFirstValue(RoomClaim) is { } room
        && principal.FindFirstValue(RoleClaim) is { } role
        && long.TryParse(principal.FindFirstValue(ExpiresClaim), CultureInfo.InvariantCulture, out var expires)
            ? new(id, person, room, role, DateTimeOffset.FromUnixTimeSeconds(expires))
            {
                IsLoad = principal.FindFirstValue(LoadClaim) == "1",
                Node = principal.FindFirstValue(NodeClaim),
            }
            : null;
}

using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Telemed.Consults.Ids;

namespace Telemed.Server.Guests;

/// <summary>
/// What stands in a link for a guest: <c>consult.guest.key</c>. The key is a MAC under a key that only the nodes have, so
/// that a command that comes twice is answered with the same link though it is kept nowhere; the case keeps its hash.
/// The page carries the link behind the <c>#</c> of its address and sends it in a body: it reaches no log (A5). Any thread.
/// </summary>
internal sealed class GuestLinks(byte[] key)
{
    /// <summary>Longer than any link.</summary>
    public const int Longest = 300;

    /// <summary>Who a guest is that a command invites: the same for the same command.</summary>
    public static PersonId GuestOf(ConsultId consult, PersonId by, CommandId command) => new("guest-" + Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{consult.Value}\n{by.Value}\n{command.Value}")).AsSpan(0, 12)));

    /// <summary>The link of a guest.</summary>
    public string Write(ConsultId consult, PersonId guest) => $"{consult.Value}.{guest.Value}.{KeyOf(consult, guest)}";

    /// <summary>The hash of the key in a guest's link.</summary>
    public string HashOf(ConsultId consult, PersonId guest) => Hash(KeyOf(consult, guest));

    /// <summary>The hash of the key in any link.</summary>
    public static string Hash(string linkKey) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(linkKey)));

    /// <summary>Takes a link apart; false when it is none.</summary>
    public static bool TryRead(
        string link, out ConsultId consult, out PersonId guest, [NotNullWhen(true)] out string? linkKey)
    {
        var parts = link.Length <= Longest ? link.Split('.') : [];
        var isLink = parts.Length == 3 && parts.All(part => part.Length > 0);
        consult = isLink ? new(parts[0]) : default;
        guest = isLink ? new(parts[1]) : default;
        linkKey = isLink ? parts[2] : null;
        return linkKey is not null;
    }

    private string KeyOf(ConsultId consult, PersonId guest) => Convert.ToHexStringLower(HMACSHA256.HashData(
        key, Encoding.UTF8.GetBytes($"guest-link\n{consult.Value}\n{guest.Value}")).AsSpan(0, 20));
}

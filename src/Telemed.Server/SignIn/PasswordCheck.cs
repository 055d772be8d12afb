using Microsoft.AspNetCore.Identity;
using Telemed.Consults.Ids;
using Telemed.Consults.Stores;
using Telemed.Server.Problems;

namespace Telemed.Server.SignIn;

/// <summary>
/// Says whether a password is a user's. Unknown users cost the same time and get the same answer as wrong passwords. Any
/// thread.
/// </summary>
internal sealed class PasswordCheck(IDirectory directory, LockOut lockOut)
{
    /// <summary>The longest password that is looked at, in characters; hashing a longer one would only cost us.</summary>
    public const int LongestPassword = 256;

    private static readonly PasswordHasher<string> Hasher = new();
    private static readonly Lazy<string> NobodysHash = new(() => Hasher.HashPassword(string.Empty, Guid.NewGuid().ToString()));

    /// <summary>The hash to keep for a password.</summary>
    public static string Hash(string password) => Hasher.HashPassword(string.Empty, password);

    /// <summary>The person whose user name and password these are; <c>sign-in-refused</c> or <c>locked-out</c>.</summary>
    public async Task<Answer<PersonId>> CheckAsync(string user, string password, CancellationToken ct)
    {
        user = user.Trim().ToLowerInvariant();
        if (await lockOut.CountAsync(user, ct) is { } wait)
        {
            return (Refusal)ProblemKind.LockedOut with { RetryAfter = wait };
        }

        var known = await directory.FindSignInAsync(user, ct);
        var right = password.Length <= LongestPassword
            && Hasher.VerifyHashedPassword(string.Empty, known?.PasswordHash ?? NobodysHash.Value, password)
                != PasswordVerificationResult.Failed;
        if (right && known?.PasswordHash is not null)
        {
            await lockOut.SucceededAsync(user, ct);
            return known.Person;
        }

        return ProblemKind.SignInRefused;
    }
}

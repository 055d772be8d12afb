using Microsoft.AspNetCore.Identity;
using Telemed.Server.Problems;

namespace Telemed.Server.SignIn;

/// <summary>
/// Says whether a password is a user's. Unknown users cost the same time and get the same answer as wrong passwords. Any
/// thread.
/// </summary>
internal sealed class PasswordCheck(ICredentials credentials, LockOut lockOut)
{
    /// <summary>The longest password that is looked at, in characters; hashing a longer one would only cost us.</summary>
    public const int LongestPassword = 256;

    private static readonly PasswordHasher<string> Hasher = new();
    private static readonly Lazy<string> NobodysHash = new(() => Hasher.HashPassword(string.Empty, Guid.NewGuid().ToString()));

    /// <summary>The hash to keep for a password.</summary>
    public static string Hash(string password) => Hasher.HashPassword(string.Empty, password);

    /// <summary>The person whose user name and password these are; <c>sign-in-refused</c> or <c>locked-out</c>.</summary>
    public async Task<Outcome<string>> CheckAsync(string user, string password, CancellationToken ct)
    {
        user = user.Trim().ToLowerInvariant();
        if (lockOut.Remaining(user) is { } wait)
        {
            return (Refusal)ProblemKind.LockedOut with { RetryAfter = wait };
        }

        var credential = await credentials.FindAsync(user, ct);
        var right = password.Length <= LongestPassword
            && Hasher.VerifyHashedPassword(string.Empty, credential?.PasswordHash ?? NobodysHash.Value, password)
                != PasswordVerificationResult.Failed;
        if (right && credential is not null)
        {
            lockOut.Succeeded(user);
            return credential.Person;
        }

        lockOut.Failed(user);
        return ProblemKind.SignInRefused;
    }
}

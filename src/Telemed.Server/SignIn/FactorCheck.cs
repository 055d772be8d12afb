using Telemed.Consults.Institutions;
using Telemed.Consults.Stores;
using Telemed.Server.Problems;

namespace Telemed.Server.SignIn;

/// <summary>
/// Says whether a code is a person's second factor. A wrong one counts like a wrong password, but apart: who knows the
/// password and says it right before each guess at the code must not be forgiven by it. Any thread.
/// </summary>
internal sealed class FactorCheck(IDirectory directory, LockOut lockOut, TimeProvider time)
{
    /// <summary>
    /// Why the code is not taken, or <c>null</c>. A person without a confirmed factor passes when
    /// <paramref name="onlyIfOn"/> says so; a code is used up by being right.
    /// </summary>
    public async Task<Refusal?> CheckAsync(StaffMember who, string? code, bool onlyIfOn, CancellationToken ct)
    {
        var factor = await directory.FindSecondFactorAsync(who.Id, ct);
        if (onlyIfOn && factor is not { On: true })
        {
            return null;
        }

        var isGuess = factor is not null && !string.IsNullOrWhiteSpace(code);
        if (await (isGuess ? lockOut.CountAsync(NameOf(who), ct) : lockOut.FindRemainingAsync(NameOf(who), ct)) is { } wait)
        {
            return (Refusal)ProblemKind.LockedOut with { RetryAfter = wait };
        }

        if (factor is null || string.IsNullOrWhiteSpace(code))
        {
            return ProblemKind.SecondFactorRequired;
        }

        if (Totp.Find(factor.Secret.Span, code.Trim(), time.GetUtcNow(), factor.LastStep) is { } step
            && await directory.UseStepAsync(who.Id, step, ct))
        {
            await lockOut.SucceededAsync(NameOf(who), ct);
            return null;
        }

        return ProblemKind.SignInRefused;
    }

    /// <summary>User names are trimmed: nobody can sign in as this one.</summary>
    private static string NameOf(StaffMember who) => "\n" + who.User;
}

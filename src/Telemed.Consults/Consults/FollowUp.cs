using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Telemed.Consults.Consults;

/// <summary>A date on which a new draft is opened for the same patient.</summary>
/// <param name="By">Who planned it.</param>
/// <param name="At">When.</param>
/// <param name="DueAt">The date.</param>
/// <param name="Draft">The draft that was opened, or <c>null</c> before.</param>
/// <param name="Note">What to look at; personal data.</param>
public sealed record FollowUp(PersonId By, DateTimeOffset At, DateTimeOffset DueAt, ConsultId? Draft, string? Note)
{
    /// <summary>The farthest date.</summary>
    public static readonly TimeSpan Farthest = TimeSpan.FromDays(730);

    /// <summary>The draft's identifier: of the case and the date, so that a clock that is fired again opens no second one.</summary>
    public static ConsultId DraftOf(ConsultId consult, DateTimeOffset dueAt) => new(Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"follow-up/{consult.Value}/{dueAt.ToUnixTimeMilliseconds()}"))).AsSpan(0, 16)));
}

using System.Globalization;
using static Telemed.Consults.Consults.ConsultCommand;
using static Telemed.Consults.Decisions.Decision<Telemed.Consults.Consults.ConsultEvent>;

namespace Telemed.Consults.Consults;

/// <summary>
/// The copy of a finished case without names, for the case library: by the patient's own consent to that, written by one
/// person and released by another, and out again as soon as the consent is taken back.
/// </summary>
public sealed partial class ConsultDecider
{
    /// <summary>Whether a copy of a case in this state can be written: the opinion is answered.</summary>
    internal static bool TakesCopy(ConsultStatus status) =>
        status is ConsultStatus.Acknowledged or ConsultStatus.Closed or ConsultStatus.Archived;

    private static Decision<ConsultEvent> Propose(ConsultState.Engaged s, ProposeCopy c)
    {
        if (!s.File.AgreesToLibrary)
        {
            return LibraryConsentMissing();
        }

        if (s.File.Copy is { Status: CopyStatus.Released })
        {
            return Refuse("copy-released", "A copy of this case is in the library.");
        }

        if (string.IsNullOrWhiteSpace(c.Text.Title) || string.IsNullOrWhiteSpace(c.Text.Summary))
        {
            return Refuse("text-missing", "A copy has a title and says what was asked.");
        }

        var files = c.Files.Distinct(StringComparer.Ordinal).ToList();
        if (files.Count > CaseCopy.MostFiles)
        {
            return Refuse("too-many-files", "At most twelve pictures go with a copy.");
        }

        if (files.Any(id => s.File.Attachments.FirstOrDefault(one => one.Id == id) is not { } file || !Pictures.CanClean(file.MediaType)))
        {
            return NotCleanable();
        }

        return Left(c.Left) ?? Accept(new ConsultEvent.CopyProposed(c.By, c.Now, files, c.Text));
    }

    private static Decision<ConsultEvent> SendCopyBack(ConsultState.Engaged s, ReturnCopy c) => s.File.Copy switch
    {
        not { Status: CopyStatus.Proposed } => NoCopyWaits(),
        _ when string.IsNullOrWhiteSpace(c.Reason) => ReasonMissing(),
        _ => Accept(new ConsultEvent.CopyReturned(c.By, c.Now, c.Reason)),
    };

    private static Decision<ConsultEvent> Release(ConsultState.Engaged s, ReleaseCopy c) => s.File.Copy switch
    {
        not { Status: CopyStatus.Proposed } => NoCopyWaits(),
        { Authors: var authors } when authors.Contains(c.By) =>
            Refuse("second-person", "Who wrote the copy does not release it."),
        _ when !s.File.AgreesToLibrary => LibraryConsentMissing(),
        { Text: null } => Refuse("not-found", "Nothing of this copy can be read any more."),
        _ => Left(c.Left) ?? Accept(new ConsultEvent.CopyReleased(c.By, c.Now, c.Copy)),
    };

    private static Decision<ConsultEvent> TakeCopyOut(ConsultState.Engaged s, WithdrawCopy c) =>
        EndOfCopy(s, c, CopyEnd.TakenOut) is { } fact ? Accept(fact) : NoCopyWaits();

    /// <summary>That the copy is no more, wherever on its way it was; <c>null</c> when there is none.</summary>
    private static ConsultEvent.CopyWithdrawn? EndOfCopy(ConsultState.Filed s, ConsultCommand c, CopyEnd end) =>
        s.File.Copy is { Status: not CopyStatus.Withdrawn } copy
            ? new ConsultEvent.CopyWithdrawn(c.By, c.Now, end, copy.Released)
            : null;

    /// <summary>Says where in the copy somebody could still be known; places and kinds, never what stands there.</summary>
    private static Decision<ConsultEvent>.Refused? Left(IReadOnlyDictionary<string, IReadOnlyList<Finding>> left) => left.Count == 0
        ? null
        : new(new Refusal("identifiers-left", $"Somebody could be known by what stands in: {string.Join(", ", left.Keys)}.")
        {
            Places = left.ToDictionary(
                one => one.Key,
                IReadOnlyList<string> (one) => [.. one.Value.Select(place => string.Create(
                    CultureInfo.InvariantCulture, $"{place.Kind.ToString().ToLowerInvariant()}:{place.Start}:{place.Length}"))],
                StringComparer.Ordinal),
        });

    /// <summary>The refusal of a file that cannot go with a copy: what is not known to be a picture alone.</summary>
    public static Decision<ConsultEvent> NotCleanable() =>
        Refuse("file-not-cleanable", "Pictures whose other contents can be taken out go with a copy, and nothing else.");

    private static Decision<ConsultEvent> LibraryConsentMissing() =>
        Refuse("library-consent-missing", "The patient's consent to the case library is missing.");

    private static Decision<ConsultEvent> NoCopyWaits() => Refuse("no-copy", "No copy of this case waits for that.");
}

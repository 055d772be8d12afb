using static Telemed.Consults.Consults.ConsultCommand;
using static Telemed.Consults.Decisions.Decision<Telemed.Consults.Consults.ConsultEvent>;

namespace Telemed.Consults.Consults;

/// <summary>Files of the case.</summary>
public sealed partial class ConsultDecider
{
    private static Decision<ConsultEvent> AddFile(ConsultState.Filed s, Attach c)
    {
        if (s.File.Attachments.Any(one => one.Sha256 == c.Sha256))
        {
            return Accept();
        }

        return s.File.Attachments.Length < Attachment.Most
            ? Accept(new ConsultEvent.FileAttached(
                c.By, c.Now, Attachment.IdOf(c.Sha256), c.MediaType, c.Size, c.Sha256, c.Scanned, Text(c.Name), c.Still))
            : Refuse("too-many-files", "A case has at most fifty files.");
    }

    private static Decision<ConsultEvent> ReadCard(ConsultState.Filed s, MarkColourCard c)
    {
        if (s.File.Attachments.FirstOrDefault(one => one.Id == c.File) is not { Still: not null })
        {
            return Refuse("not-a-still", "Only a still of a camera has its colours set right.");
        }

        return ColourCard.IsInRange(c.X, c.Y, c.Red, c.Green, c.Blue)
            ? Accept(new ConsultEvent.ColourCardMarked(c.By, c.Now, c.File, c.X, c.Y, c.Red, c.Green, c.Blue))
            : Refuse("colours-out-of-range", "This field is not a grey one.");
    }

    /// <summary>A file can be added until nothing more is expected of the case.</summary>
    private static bool TakesFiles(ConsultState.Filed s) =>
        IsUnfinished(s) || s.Status is ConsultStatus.OpinionSigned or ConsultStatus.Acknowledged;
}

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
                c.By, c.Now, Attachment.IdOf(c.Sha256), c.MediaType, c.Size, c.Sha256, c.Scanned, Text(c.Name)))
            : Refuse("too-many-files", "A case has at most fifty files.");
    }

    /// <summary>A file can be added until nothing more is expected of the case.</summary>
    private static bool TakesFiles(ConsultState.Filed s) =>
        IsUnfinished(s) || s.Status is ConsultStatus.OpinionSigned or ConsultStatus.Acknowledged;
}

using static Telemed.Consults.Consults.ConsultCommand;
using static Telemed.Consults.Decisions.Decision<Telemed.Consults.Consults.ConsultEvent>;

namespace Telemed.Consults.Consults;

/// <summary>Opening a room to those who look on to learn: by the patient's own consent to that, and for as long as it stands (C3).</summary>
public sealed partial class ConsultDecider
{
    private static Decision<ConsultEvent> OpenTeaching(ConsultState.Engaged s, Teach c)
    {
        if (s.File.Teaching is not null)
        {
            return Accept();
        }

        return s.File.AgreesToTeaching
            ? Accept(new ConsultEvent.TeachingOpened(c.By, c.Now))
            : Refuse("teaching-consent-missing", "The patient's consent to teaching is missing.");
    }

    private static Decision<ConsultEvent> TakeViewerOut(ConsultState.Engaged s, RemoveViewer c) => s.File.Teaching switch
    {
        null => NotTaught(),
        var open when open.Removed.Contains(c.Viewer) => Accept(),
        _ => Accept(new ConsultEvent.ViewerRemoved(c.By, c.Now, c.Viewer)),
    };

    private static Decision<ConsultEvent> CloseTeaching(ConsultState.Filed s, ConsultCommand c) =>
        s.File.Teaching is null
            ? NotTaught()
            : Accept(new ConsultEvent.TeachingClosed(c.By, c.Now));

    private static Decision<ConsultEvent> NotTaught() => Refuse("not-taught", "It is not open for teaching.");
}

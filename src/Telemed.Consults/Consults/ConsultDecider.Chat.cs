using static Telemed.Consults.Consults.ConsultCommand;
using static Telemed.Consults.Decisions.Decision<Telemed.Consults.Consults.ConsultEvent>;

namespace Telemed.Consults.Consults;

/// <summary>What is written in the room.</summary>
public sealed partial class ConsultDecider
{
    /// <summary>
    /// Whether a room that people are in stays open in this state: also before consent is given anew, and while the
    /// patient is moved (F12).
    /// </summary>
    public static bool KeepsRoom(ConsultStatus status) => status is
        ConsultStatus.Accepted or ConsultStatus.Ready or ConsultStatus.InSession or ConsultStatus.Interrupted
        or ConsultStatus.ConvertedToTransfer;

    /// <summary>Before consent and in a transfer there is a room only for as long as somebody is still in it.</summary>
    private static bool HasRoom(ConsultState.Engaged s) => KeepsRoom(s.Status)
        && (s is not (ConsultState.Accepted or ConsultState.ConvertedToTransfer) || !s.Engagement.Room.IsEmpty);

    private static Decision<ConsultEvent> Write(ConsultState.Engaged s, WriteChat c)
    {
        if (c.Side == RoomSide.Observer)
        {
            return Refuse("not-yours", "Who looks on reads nothing of the chat and writes nothing.");
        }

        if (Misplaced(s, c.By, c.Side) is { } misplaced)
        {
            return misplaced;
        }

        if (string.IsNullOrWhiteSpace(c.Text))
        {
            return Refuse("text-missing", "A line says something.");
        }

        if (c.Text.Length > ChatLine.Longest)
        {
            return Refuse("text-too-long", "A line has at most two thousand characters.");
        }

        return s.File.Chat.Count < ChatLine.Most
            ? Accept(new ConsultEvent.ChatWritten(c.By, c.Now, c.Id, c.Text))
            : Refuse("chat-full", "A case has at most two thousand lines.");
    }
}

namespace Telemed.Sfu.Routing;

/// <summary>
/// Who hears what happens in a room. Called on the thread that drives the room; must not call back into it.
/// </summary>
public interface IRoomEvents
{
    /// <summary>A participant began to publish.</summary>
    void PublicationAdded(Publication publication);

    /// <summary>A publication's feed, label or mute state changed.</summary>
    void PublicationChanged(Publication publication);

    /// <summary>A publication is gone.</summary>
    void PublicationRemoved(Publication publication);

    /// <summary>A slot was given another publication, or none.</summary>
    void SlotAssigned(Slot slot);

    /// <summary>Who speaks now, loudest first.</summary>
    void SpeakersChanged(IReadOnlyList<Participant> speakers);

    /// <summary>A participant's link was measured again.</summary>
    void LinkMeasured(Participant participant, LinkMeasurement measurement);
}

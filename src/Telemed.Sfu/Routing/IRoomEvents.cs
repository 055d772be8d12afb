namespace Telemed.Sfu.Routing;

/// <summary>
/// Who hears what happens in a room. Called on the thread that drives the room; must not call back into it.
/// </summary>
public interface IRoomEvents
{
    /// <summary>A participant began to publish.</summary>
    public void PublicationAdded(Publication publication);

    /// <summary>A publication's feed, label or mute state changed.</summary>
    public void PublicationChanged(Publication publication);

    /// <summary>A publication is gone.</summary>
    public void PublicationRemoved(Publication publication);

    /// <summary>A slot was given another publication, or none.</summary>
    public void SlotAssigned(Slot slot);

    /// <summary>A mirrored publication's receivers here wait for a key frame; not told more often than they are asked for.</summary>
    public void KeyFrameWanted(Publication publication);

    /// <summary>Who speaks now, loudest first.</summary>
    public void SpeakersChanged(IReadOnlyList<Participant> speakers);

    /// <summary>A participant's link was measured again.</summary>
    public void LinkMeasured(Participant participant, LinkMeasurement measurement);
}

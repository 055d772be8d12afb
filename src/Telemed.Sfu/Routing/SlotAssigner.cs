using Telemed.Rtc.Time;

namespace Telemed.Sfu.Routing;

/// <summary>
/// Fills a participant's slots. A wish wins; the other slots keep what they have, and free ones take what is not shown
/// yet, first come first served; what the participant does not listen to is put into none. Where there are more voices than slots, who speaks takes the place of who has been
/// silent longest. An instrument's sound is never silence, however low (heart sounds are): it takes a silent voice's place and keeps it, but for the last one.
/// </summary>
internal static class SlotAssigner
{
    /// <summary>Brings the slots in line with the publications; each change is told to <paramref name="events"/>.</summary>
    public static void Assign(
        MonotonicTime now, Participant participant, IReadOnlyList<Publication> publications, IRoomEvents events)
    {
        foreach (var slot in participant.SlotList)
        {
            if (slot.IsWished)
            {
                Set(now, slot, Wished(slot, publications), events);
            }
            else if (slot.Assigned is { } shown
                && (!publications.Contains(shown) || IsWishedElsewhere(slot, shown) || !Takes(participant, shown)))
            {
                Set(now, slot, null, events);
            }
        }

        foreach (var publication in publications)
        {
            if (!ReferenceEquals(publication.Owner, participant) && Takes(participant, publication)
                && !IsShown(participant, publication)
                && FreeSlot(now, participant, publication) is { } free)
            {
                Set(now, free, publication, events);
            }
        }
    }

    private static bool Takes(Participant participant, Publication publication) =>
        participant.Sound?.Takes(publication) ?? true;

    private static void Set(MonotonicTime now, Slot slot, Publication? publication, IRoomEvents events)
    {
        if (slot.Assign(now, publication))
        {
            events.SlotAssigned(slot);
        }
    }

    private static Publication? Wished(Slot slot, IReadOnlyList<Publication> publications)
    {
        foreach (var publication in publications)
        {
            if (string.Equals(publication.Id, slot.Wish, StringComparison.Ordinal) && publication.Kind == slot.Kind
                && !ReferenceEquals(publication.Owner, slot.Owner) && Takes(slot.Owner, publication))
            {
                return publication;
            }
        }

        return null;
    }

    private static bool IsWishedElsewhere(Slot slot, Publication publication)
    {
        foreach (var other in slot.Owner.SlotList)
        {
            if (other.IsWished && string.Equals(other.Wish, publication.Id, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsShown(Participant participant, Publication publication)
    {
        foreach (var slot in participant.SlotList)
        {
            if (ReferenceEquals(slot.Assigned, publication))
            {
                return true;
            }
        }

        return false;
    }

    private static Slot? FreeSlot(MonotonicTime now, Participant participant, Publication publication)
    {
        Slot? silent = null;
        var voices = VoiceSlots(participant);
        foreach (var slot in participant.SlotList)
        {
            if (slot.IsWished || slot.Kind != publication.Kind)
            {
                continue;
            }

            if (slot.Assigned is null)
            {
                return slot;
            }

            var isSilent = slot.Kind == StreamKind.Audio && !slot.Assigned.Voice.IsSpeaking(now)
                && (voices == 0 || !slot.Assigned.IsInstrument);
            if (isSilent && (silent is null || slot.Assigned.Voice.SpokeAt < silent.Assigned!.Voice.SpokeAt))
            {
                silent = slot;
            }
        }

        var mayReplace = publication.Kind == StreamKind.Audio && !publication.IsMuted
            && (publication.IsInstrument ? voices > 1 : publication.Voice.IsSpeaking(now));
        return mayReplace ? silent : null;
    }

    /// <summary>How many places for sound have no instrument in them.</summary>
    private static int VoiceSlots(Participant participant)
    {
        var count = 0;
        foreach (var slot in participant.SlotList)
        {
            count += slot.Kind == StreamKind.Audio && !slot.IsWished && slot.Assigned is not { IsInstrument: true } ? 1 : 0;
        }

        return count;
    }
}

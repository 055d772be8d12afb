using Telemed.Rtc.Time;
using Telemed.Sfu.Routing;
using Telemed.TestKit.Network;

namespace Telemed.Sfu.Tests.Links;

/// <summary>
/// A room whose participants sit behind emulated links, in virtual time: what the room sends arrives or does not, and
/// receivers report it.
/// </summary>
internal sealed class LinkedRoom : IRoomOutput, IRoomEvents
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);
    private readonly byte[] _slot = new byte[1500];
    private readonly List<LinkedPerson> _people = [];

    public LinkedRoom() => Room = new("room", this, this, NtpTime.FromUtc(RoomHarness.Epoch), new Random(1));

    public Room Room { get; }

    public Timeline Time { get; } = new();

    public MonotonicTime Now => Time.Now;

    public LinkedPerson Add(string id, LinkConditions down, bool publish, int slots = 1, bool red = false, bool layers = false)
    {
        var person = new LinkedPerson(this, id, down, publish, slots, seed: 11 + _people.Count, red, layers);
        _people.Add(person);
        person.Join();
        return person;
    }

    public void Run(TimeSpan span)
    {
        for (var end = Now + span; Now < end;)
        {
            Time.MoveTo(Now + Step);
            foreach (var person in _people)
            {
                person.Advance(Now);
            }

            Settle();
            foreach (var person in _people)
            {
                if (person.Participant.NextDeadline <= Now)
                {
                    Room.HandleTimeout(Now, person.Participant);
                }
            }

            Settle();
        }
    }

    public Span<byte> Reserve() => _slot;

    public void SendRtp(Participant to, int length) => Find(to)?.Receive(Now, _slot.AsSpan(0, length));

    public void SendRtcp(Participant to, int length) => Find(to)?.ReceiveRtcp(Now, _slot.AsSpan(0, length));

    // No publication here comes from another shard.
    void IRoomEvents.KeyFrameWanted(Publication publication)
    {
    }

    void IRoomEvents.PublicationAdded(Publication publication)
    {
    }

    void IRoomEvents.PublicationChanged(Publication publication)
    {
    }

    void IRoomEvents.PublicationRemoved(Publication publication)
    {
    }

    void IRoomEvents.SlotAssigned(Slot slot)
    {
    }

    void IRoomEvents.SpeakersChanged(IReadOnlyList<Participant> speakers)
    {
    }

    void IRoomEvents.LinkMeasured(Participant participant, LinkMeasurement measurement) =>
        Find(participant)?.Measured.Add(measurement);

    private LinkedPerson? Find(Participant participant)
    {
        foreach (var person in _people)
        {
            if (ReferenceEquals(person.Participant, participant))
            {
                return person;
            }
        }

        return null;
    }

    private void Settle()
    {
        while (Room.TryTakeTouched(out _))
        {
        }
    }
}

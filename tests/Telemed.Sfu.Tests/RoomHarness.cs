using Telemed.Rtc.Codecs;
using Telemed.Rtc.Rtcp;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Time;
using Telemed.Sfu.Routing;

namespace Telemed.Sfu.Tests;

/// <summary>A room in virtual time whose output, news and tap are kept.</summary>
internal sealed class RoomHarness : IRoomOutput, IRoomEvents, IRoomTap
{
    public static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly RtpHeaderExtensionMap Extensions = new()
    {
        Mid = 4,
        TransportSequenceNumber = 3,
        AudioLevel = 1,
        Rid = 10,
        RepairedRid = 11,
    };

    private readonly byte[] _slot = new byte[1500];

    public RoomHarness() => Room = new("room", this, this, NtpTime.FromUtc(Epoch), new Random(1));

    public Room Room { get; }

    public MonotonicTime Now { get; private set; } = MonotonicTime.FromMilliseconds(1000);

    public List<(Participant To, byte[] Packet)> Rtp { get; } = [];

    public List<(Participant To, byte[] Packet)> Rtcp { get; } = [];

    public List<(string Publication, byte[] Packet)> Tapped { get; } = [];

    public List<string> News { get; } = [];

    public NtpTime Wall => NtpTime.FromUtc(Epoch.AddTicks(Now.Nanoseconds / 100));

    public Span<byte> Reserve() => _slot;

    public void SendRtp(Participant to, int length) => Rtp.Add((to, _slot.AsSpan(0, length).ToArray()));

    public void SendRtcp(Participant to, int length) => Rtcp.Add((to, _slot.AsSpan(0, length).ToArray()));

    /// <summary>Lets time pass and does what comes due.</summary>
    public void Wait(int milliseconds)
    {
        var end = Now + TimeSpan.FromMilliseconds(milliseconds);
        while (true)
        {
            while (Room.TryTakeTouched(out _))
            {
            }

            var next = Room.Participants.OrderBy(one => one.NextDeadline).FirstOrDefault();
            if (next is null || next.NextDeadline > end)
            {
                break;
            }

            Now = next.NextDeadline > Now ? next.NextDeadline : Now;
            var before = next.NextDeadline;
            Room.HandleTimeout(Now, next);
            while (Room.TryTakeTouched(out _))
            {
            }

            Assert.True(next.NextDeadline > before || next.NextDeadline > Now, "A deadline did not move on.");
        }

        Now = end;
    }

    public List<byte[]> RtpTo(Participant participant) =>
        [.. Rtp.Where(sent => ReferenceEquals(sent.To, participant)).Select(sent => sent.Packet)];

    public List<byte[]> RtpTo(Slot slot) =>
        [.. RtpTo(slot.Owner).Where(packet => RtpHeader.GetSsrc(packet) == slot.Ssrc)];

    public List<Ssrc> KeyFramesAsked()
    {
        List<Ssrc> asked = [];
        foreach (var (_, datagram) in Rtcp)
        {
            Any(datagram, packet =>
            {
                if (PictureLossIndication.TryParse(packet, out var indication))
                {
                    asked.Add(indication.Header.Media);
                }

                return false;
            });
        }

        return asked;
    }

    public int KeyFrameRequestsTo(Participant participant) => Rtcp.Count(sent =>
        ReferenceEquals(sent.To, participant) && Any(sent.Packet, packet => PictureLossIndication.TryParse(packet, out _)));

    public static bool Any(byte[] datagram, Func<RtcpPacket, bool> test)
    {
        Assert.True(RtcpCompound.TryParse(datagram, out var compound));
        foreach (var packet in compound)
        {
            if (test(packet))
            {
                return true;
            }
        }

        return false;
    }

    public static (ushort Sequence, uint Timestamp, byte Type, bool Marker) Numbers(byte[] packet)
    {
        Assert.True(RtpPacket.TryParse(packet, out var view));
        return (view.SequenceNumber, view.Timestamp, view.PayloadType, view.Marker);
    }

    public static Vp8PayloadDescriptor Picture(byte[] packet)
    {
        Assert.True(RtpPacket.TryParse(packet, out var view));
        Assert.True(Vp8PayloadDescriptor.TryParse(view.Payload, out var descriptor));
        return descriptor;
    }

    void IRoomEvents.PublicationAdded(Publication publication) => News.Add($"added {publication.Id}");

    void IRoomEvents.PublicationChanged(Publication publication) => News.Add($"changed {publication.Id}");

    void IRoomEvents.PublicationRemoved(Publication publication) => News.Add($"removed {publication.Id}");

    void IRoomEvents.SlotAssigned(Slot slot) => News.Add($"slot {slot.Owner.Id}/{slot.Mid} = {slot.Assigned?.Id}");

    void IRoomEvents.KeyFrameWanted(Publication publication) => News.Add($"key frame {publication.Id}");

    void IRoomEvents.SpeakersChanged(IReadOnlyList<Participant> speakers) =>
        News.Add($"speakers {string.Join(',', speakers.Select(speaker => speaker.Id))}");

    void IRoomEvents.LinkMeasured(Participant participant, LinkMeasurement measurement) =>
        News.Add($"link {participant.Id} {measurement.LossPercent} {measurement.Score}");

    void IRoomTap.OnAdded(Publication publication, MonotonicTime now) => News.Add(
        publication.TappedLayer is { } layer ? $"tap+ {publication.Id} {layer}" : $"tap+ {publication.Id}");

    void IRoomTap.OnRemoved(Publication publication, MonotonicTime now) => News.Add($"tap- {publication.Id}");

    void IRoomTap.OnChanged(Publication publication, MonotonicTime now) => News.Add($"tap~ {publication.Id}");

    void IRoomTap.OnRtp(Publication publication, MonotonicTime now, ReadOnlySpan<byte> rtp) =>
        Tapped.Add((publication.Id, rtp.ToArray()));

    void IRoomTap.OnSenderReport(Publication publication, MonotonicTime now, SenderReport report) =>
        News.Add($"tap sr {publication.Id}");

    bool IRoomTap.TakeKeyFrameRequest(Publication publication, MonotonicTime now) => false;
}

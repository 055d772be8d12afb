using System.Buffers.Binary;
using Telemed.Rtc.Bwe;
using Telemed.Rtc.Dtls;
using Telemed.Rtc.Ice;
using Telemed.Rtc.Rtcp;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Sdp;
using Telemed.Rtc.Session;
using Telemed.Rtc.Time;

namespace Telemed.Cli.Load;

/// <summary>
/// Receives one publisher. Counts every packet by its clear header, decrypts a sample to see that it is what was sent, and
/// answers as a browser does: receiver reports, and transport-wide feedback where it is negotiated.
/// </summary>
internal sealed class LoadViewer : LoadPeer
{
    private const int MostBlocks = 4;
    private static readonly TimeSpan FeedbackEvery = TimeSpan.FromMilliseconds(100);

    private readonly LoadPlan _plan;
    private readonly DelayHistogram _delays;
    private readonly bool _isMeasured;
    private readonly List<StreamCount> _streams = [];
    private readonly Ssrc _own = NewSsrc();
    private TransportFeedbackRecorder? _feedback;
    private byte _transportId;
    private int _untilSample;

    /// <summary>A viewer.</summary>
    /// <param name="certificate">Shared by all.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="isMeasured">Whether it decrypts every packet and measures each one's delay.</param>
    /// <param name="delays">Takes the delays; its loop's.</param>
    public LoadViewer(DtlsCertificate certificate, LoadPlan plan, bool isMeasured, DelayHistogram delays)
        : base(
            certificate,
            (isMeasured ? LoadSocketOptions.Stamped : LoadSocketOptions.None)
            | (plan.Coalescing ? LoadSocketOptions.Coalescing : LoadSocketOptions.None))
    {
        _plan = plan;
        _isMeasured = isMeasured;
        _delays = delays;
    }

    /// <summary>From the beginning of its join to its first media packet; null before.</summary>
    public TimeSpan? JoinedAfter { get; private set; }

    /// <summary>Packets that came since <see cref="Begin"/>.</summary>
    public long Received => _streams.Sum(stream => stream.Received);

    /// <summary>Packets that should have come since <see cref="Begin"/>.</summary>
    public long Expected => _streams.Sum(stream => stream.Expected);

    /// <summary>Packets decrypted.</summary>
    public long Decrypted { get; private set; }

    /// <summary>Packets that were not what was sent.</summary>
    public long Broken { get; private set; }

    /// <summary>Begins to count anew.</summary>
    public void Begin()
    {
        foreach (var stream in _streams)
        {
            stream.Begin();
        }
    }

    /// <inheritdoc/>
    protected override OfferPlan Plan(IceCredentials credentials, DtlsFingerprint fingerprint) => new()
    {
        SessionId = 1,
        Ice = credentials,
        Fingerprint = fingerprint,
        AudioSlots = _plan.AudioBitrate == 0 ? 0 : 1,
        VideoSlots = _plan.VideoBitrate == 0 ? 0 : 1,
    };

    /// <inheritdoc/>
    protected override void Settle(SdpAnswer answer)
    {
        foreach (var slot in answer.Slots)
        {
            if (slot.PrimaryPair is { } pair)
            {
                _streams.Add(new(pair.Media, slot.Kind == SdpMediaKind.Audio ? 48_000 : 90_000));
            }

            _transportId = Math.Max(_transportId, slot.Extensions.TransportSequenceNumber);
        }

        _feedback = _plan.Feedback && _transportId != 0 ? new(FeedbackEvery) : null;
    }

    /// <inheritdoc/>
    protected override void TakeMedia(MonotonicTime now, Span<byte> datagram, long arrivedAt)
    {
        JoinedAfter ??= now - Began;
        var ssrc = RtpHeader.GetSsrc(datagram);
        NoteTransportSequence(now, datagram);
        foreach (var stream in _streams)
        {
            if (stream.Ssrc == ssrc)
            {
                stream.Note(now, RtpHeader.GetSequenceNumber(datagram), BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]));
                break;
            }
        }

        if (_isMeasured || --_untilSample <= 0)
        {
            _untilSample = _plan.Sample;
            Decrypt(now, datagram, arrivedAt);
        }
    }

    /// <inheritdoc/>
    protected override void TakeRtcp(MonotonicTime now, ReadOnlySpan<byte> datagram)
    {
        if (!RtcpCompound.TryParse(datagram, out var compound))
        {
            return;
        }

        foreach (var packet in compound)
        {
            if (SenderReport.TryParse(packet, out var report))
            {
                var (ssrc, ntp) = (report.Ssrc, report.Ntp);
                _streams.Find(stream => stream.Ssrc == ssrc)?.NoteReport(now, ntp);
            }
        }
    }

    /// <inheritdoc/>
    protected override MonotonicTime Work(MonotonicTime now)
    {
        if (_feedback is null)
        {
            return MonotonicTime.Never;
        }

        if (_feedback.Deadline <= now)
        {
            while (_feedback.TryBuild(Packet.AsSpan(0, PacketRoom), _own, _streams[0].Ssrc, out var length))
            {
                SendRtcp(length);
            }
        }

        // Nothing wakes the loop when the first packet after a pause comes; a pause of an interval is early enough.
        return _feedback.Deadline == MonotonicTime.Never ? now + FeedbackEvery : _feedback.Deadline;
    }

    /// <inheritdoc/>
    protected override void SendReports(MonotonicTime now)
    {
        Span<ReportBlock> blocks = stackalloc ReportBlock[MostBlocks];
        var count = 0;
        foreach (var stream in _streams)
        {
            if (count < MostBlocks && stream.TryReport(now, out var block))
            {
                blocks[count++] = block;
            }
        }

        var writer = new RtcpWriter(Packet.AsSpan(0, PacketRoom));
        writer.TryAddReceiverReport(_own, blocks[..count]);
        writer.TryAddSourceDescription(_own, "load"u8);
        SendRtcp(writer.Length);
    }

    private void NoteTransportSequence(MonotonicTime now, Span<byte> datagram)
    {
        if (_feedback is null || (datagram[0] & 0x10) == 0)
        {
            return;
        }

        // The header is clear, but how long padding is stands in the encrypted part: the bit is out of sight meanwhile.
        // Probes are padding, and not to report them would be to report them lost.
        var first = datagram[0];
        datagram[0] &= 0xDF;
        if (RtpPacket.TryParse(datagram, out var packet) && packet.TryGetExtension(_transportId, out var value)
            && value.Length == 2)
        {
            _feedback.Note(now, BinaryPrimitives.ReadUInt16BigEndian(value));
        }

        datagram[0] = first;
    }

    private void Decrypt(MonotonicTime now, Span<byte> datagram, long arrivedAt)
    {
        if (Transport.Receive(now, Path, datagram, out var length) != ReceiveResult.Rtp
            || !RtpPacket.TryParse(datagram[..length], out var packet))
        {
            Broken++;
            return;
        }

        Decrypted++;
        if (packet.PayloadType is not (SdpOfferWriter.OpusPayloadType or SdpOfferWriter.Vp8PayloadType))
        {
            return;
        }

        if (packet.Payload.Length < LoadPublisher.StampOffset + sizeof(long))
        {
            Broken++;
            return;
        }

        if (_isMeasured && arrivedAt != 0)
        {
            _delays.Add(arrivedAt - BinaryPrimitives.ReadInt64LittleEndian(packet.Payload[LoadPublisher.StampOffset..]));
        }
    }
}

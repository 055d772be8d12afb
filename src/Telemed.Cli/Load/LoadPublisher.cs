using System.Buffers.Binary;
using Telemed.Rtc.Dtls;
using Telemed.Rtc.Ice;
using Telemed.Rtc.Rtcp;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Sdp;
using Telemed.Rtc.Time;

namespace Telemed.Cli.Load;

/// <summary>
/// Sends what looks like VP8 at 30 frames a second and Opus in packets of 20 ms, as a browser cuts them: a frame in packets
/// of equal size, frames of 70 to 130 % of the mean. Each packet carries the wall time at which it was sent.
/// </summary>
internal sealed class LoadPublisher : LoadPeer
{
    /// <summary>Where a packet's payload holds its time of sending.</summary>
    public const int StampOffset = 12;

    private const int LongestPayload = 1_160;
    private const int ShortestPayload = StampOffset + sizeof(long);
    private static readonly TimeSpan FrameTime = TimeSpan.FromSeconds(1) / 30;
    private static readonly TimeSpan SoundTime = TimeSpan.FromMilliseconds(20);

    private readonly int _frameBytes;
    private readonly int _soundBytes;
    private readonly byte[] _payload = new byte[LongestPayload];
    private readonly Ssrc _audio = NewSsrc();
    private readonly Ssrc _video = NewSsrc();
    private readonly Ssrc _rtx = NewSsrc();
    private readonly Random _sizes;
    private MonotonicTime _frameAt = MonotonicTime.Never;
    private MonotonicTime _soundAt = MonotonicTime.Never;
    private MonotonicTime _startedAt;
    private NtpTime _startedAtWall;
    private ushort _videoSequence;
    private ushort _audioSequence;
    private ushort _transportSequence;
    private ushort _picture;
    private uint _videoPackets;
    private uint _audioPackets;
    private byte _transportId;
    private byte _levelId;
    private bool _keyWanted = true;

    /// <summary>A publisher of these bitrates.</summary>
    public LoadPublisher(DtlsCertificate certificate, LoadPlan plan, int seed)
        : base(certificate, LoadSocketOptions.None)
    {
        _frameBytes = plan.VideoBitrate / 8 / 30;
        _soundBytes = plan.AudioBitrate == 0 ? 0 : Math.Max(ShortestPayload, plan.AudioBitrate / 8 / 50);
        _sizes = new Random(seed);
    }

    /// <summary>Packets sent.</summary>
    public long Sent => _videoPackets + _audioPackets;

    /// <summary>Key frames that the server asked for.</summary>
    public long KeyFrameRequests { get; private set; }

    /// <summary>Packets that the server asked for again.</summary>
    public long Nacked { get; private set; }

    /// <inheritdoc/>
    protected override OfferPlan Plan(IceCredentials credentials, DtlsFingerprint fingerprint) => new()
    {
        SessionId = 1,
        Ice = credentials,
        Fingerprint = fingerprint,
        Audio = _soundBytes == 0 ? null : new(_audio, null, "load", "sound", "load"),
        Video = _frameBytes == 0 ? null : new(_video, _rtx, "load", "picture", "load"),
        AudioSlots = 0,
        VideoSlots = 0,
    };

    /// <inheritdoc/>
    protected override void Settle(SdpAnswer answer)
    {
        foreach (var media in answer.Description.Media)
        {
            _transportId = Math.Max(_transportId, media.Extensions.TransportSequenceNumber);
            _levelId = Math.Max(_levelId, media.Extensions.AudioLevel);
        }
    }

    /// <inheritdoc/>
    protected override void OnConnected(MonotonicTime now)
    {
        _startedAt = now;
        _startedAtWall = NtpTime.FromUtc(DateTimeOffset.UtcNow);
        // Publishers are not in step with each other.
        _frameAt = _frameBytes == 0 ? MonotonicTime.Never : now + (FrameTime * _sizes.NextDouble());
        _soundAt = _soundBytes == 0 ? MonotonicTime.Never : now + (SoundTime * _sizes.NextDouble());
    }

    /// <inheritdoc/>
    protected override MonotonicTime Work(MonotonicTime now)
    {
        while (_soundAt <= now)
        {
            SendSound(now);
            _soundAt += SoundTime;
        }

        while (_frameAt <= now)
        {
            SendFrame(now);
            _frameAt += FrameTime;
        }

        return Earlier(_soundAt, _frameAt);
    }

    /// <inheritdoc/>
    protected override void TakeMedia(MonotonicTime now, Span<byte> datagram, long arrivedAt)
    {
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
            if (PictureLossIndication.TryParse(packet, out _))
            {
                KeyFrameRequests++;
                _keyWanted = true;
            }
            else if (GenericNack.TryParse(packet, out var nack))
            {
                foreach (var missing in nack)
                {
                    Nacked++;
                }
            }
        }
    }

    /// <inheritdoc/>
    protected override void SendReports(MonotonicTime now)
    {
        var elapsed = now - _startedAt;
        var ntp = new NtpTime(_startedAtWall.Value + (ulong)(((Int128)elapsed.Ticks << 32) / TimeSpan.TicksPerSecond));
        var writer = new RtcpWriter(Packet.AsSpan(0, PacketRoom));
        if (_soundBytes > 0)
        {
            writer.TryAddSenderReport(_audio, ntp, Media(now, 48_000), _audioPackets, _audioPackets * (uint)_soundBytes);
        }

        if (_frameBytes > 0)
        {
            writer.TryAddSenderReport(_video, ntp, Media(now, 90_000), _videoPackets, _videoPackets * LongestPayload);
        }

        writer.TryAddSourceDescription(_audio, "load"u8);
        SendRtcp(writer.Length);
    }

    private uint Media(MonotonicTime now, int clockRate) =>
        (uint)((Int128)(now.Nanoseconds - _startedAt.Nanoseconds) * clockRate / 1_000_000_000);

    private void SendSound(MonotonicTime now)
    {
        var writer = new RtpPacketWriter(
            Packet.AsSpan(0, PacketRoom), _audioPackets == 0, SdpOfferWriter.OpusPayloadType, _audioSequence++, Media(now, 48_000), _audio);
        AddTransportSequence(ref writer);
        writer.TryAddExtension(_levelId, [(byte)(0x80 | 40)]);
        var payload = _payload.AsSpan(0, _soundBytes);
        payload[0] = 0x78;
        Stamp(payload);
        SendRtp(writer.Finish(payload));
        _audioPackets++;
    }

    private void SendFrame(MonotonicTime now)
    {
        var size = (int)(_frameBytes * (0.7 + (0.6 * _sizes.NextDouble())));
        var packets = Math.Max(1, (size + LongestPayload - 1) / LongestPayload);
        var length = Math.Clamp(size / packets, ShortestPayload, LongestPayload);
        var isKey = _keyWanted;
        _keyWanted = false;
        _picture = (ushort)((_picture + 1) & 0x7FFF);
        for (var i = 0; i < packets; i++)
        {
            var writer = new RtpPacketWriter(
                Packet.AsSpan(0, PacketRoom), i == packets - 1, SdpOfferWriter.Vp8PayloadType, _videoSequence++, Media(now, 90_000), _video);
            AddTransportSequence(ref writer);
            var payload = _payload.AsSpan(0, length);
            WriteDescriptor(payload, isFirst: i == 0, isKey);
            Stamp(payload);
            SendRtp(writer.Finish(payload));
            _videoPackets++;
        }
    }

    // RFC 7741 section 4.2: an extended descriptor with a 15-bit picture id, then the frame's tag, whose lowest bit is 0
    // in a key frame.
    private void WriteDescriptor(Span<byte> payload, bool isFirst, bool isKey)
    {
        payload[0] = (byte)(0x80 | (isFirst ? 0x10 : 0));
        payload[1] = 0x80;
        BinaryPrimitives.WriteUInt16BigEndian(payload[2..], (ushort)(0x8000 | _picture));
        payload[4] = (byte)(isFirst && isKey ? 0 : 1);
    }

    private void AddTransportSequence(ref RtpPacketWriter writer)
    {
        Span<byte> value = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(value, _transportSequence);
        if (writer.TryAddExtension(_transportId, value))
        {
            _transportSequence++;
        }
    }

    private static void Stamp(Span<byte> payload) =>
        BinaryPrimitives.WriteInt64LittleEndian(payload[StampOffset..], LoadNative.WallNanoseconds);
}

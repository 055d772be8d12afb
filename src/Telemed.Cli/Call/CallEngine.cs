using Telemed.Cli.Clips;
using Telemed.Rtc.Bwe;
using Telemed.Rtc.Codecs;
using Telemed.Rtc.Rtcp;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Sdp;
using Telemed.Rtc.Session;
using Telemed.Rtc.Time;

namespace Telemed.Cli.Call;

/// <summary>
/// A participant's media without any I/O: sends a clip in its own time, answers requests for packets and key frames,
/// reports as sender and receiver, and counts what comes. Bytes and the time go in; datagrams go to the given sink.
/// One thread.
/// </summary>
internal sealed class CallEngine : IDisposable
{
    private const int PacketRoom = 1500;
    private const int MaxReportBlocks = 16;
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(1);
    // A burst of requests is one request.
    private static readonly TimeSpan KeyFramePause = TimeSpan.FromMilliseconds(300);

    private readonly PeerTransport _transport;
    private readonly Clip _clip;
    private readonly OutgoingFormat _audioFormat;
    private readonly OutgoingFormat _videoFormat;
    private readonly SendDatagram _send;
    private readonly MonotonicTime _startedAt;
    private readonly DateTimeOffset _startedAtUtc;
    private readonly Vp8Packetizer _packetizer = new();
    private readonly Dictionary<uint, IncomingStream> _incoming = [];
    private readonly TransportFeedbackRecorder _arrivals = new();
    private readonly byte[] _packet = new byte[PacketRoom + PeerTransport.MaxRtcpOverhead];
    private readonly byte[] _payload = new byte[PacketRoom];
    private ClipClock? _clock;
    private ClipStream? _audio;
    private ClipStream? _video;
    private MonotonicTime _reportAt = MonotonicTime.Never;
    private MonotonicTime _keyFrameAt;
    private CallStatistics _statistics = new();

    /// <summary>An engine over a transport, which it disposes.</summary>
    /// <param name="transport">A controlling one that knows its peer.</param>
    /// <param name="clip">What to send.</param>
    /// <param name="audio">The audio stream as offered.</param>
    /// <param name="video">The video stream as offered.</param>
    /// <param name="now">The present instant.</param>
    /// <param name="utcNow">The same instant as wall time, for sender reports.</param>
    /// <param name="send">Takes the datagrams.</param>
    public CallEngine(
        PeerTransport transport, Clip clip, OutgoingFormat audio, OutgoingFormat video, MonotonicTime now, DateTimeOffset utcNow, SendDatagram send)
    {
        _transport = transport;
        _clip = clip;
        _audioFormat = audio;
        _videoFormat = video;
        _startedAt = now;
        _startedAtUtc = utcNow;
        _send = send;
    }

    /// <summary>When <see cref="Advance"/> wants to be called next.</summary>
    public MonotonicTime NextDeadline
    {
        get
        {
            var next = Earlier(Earlier(_transport.NextDeadline, _reportAt), _arrivals.Deadline);
            if (_audio is not null) next = Earlier(next, _audio.DueAt);
            return _video is null ? next : Earlier(next, _video.DueAt);
        }
    }

    /// <summary>What has been sent and received so far.</summary>
    public CallStatistics Statistics
    {
        get
        {
            var video = _incoming.Values.Where(stream => stream.IsVideo).ToList();
            var audio = _incoming.Values.Where(stream => !stream.IsVideo).ToList();
            return _statistics with
            {
                VideoSent = _video?.Packets ?? 0,
                AudioSent = _audio?.Packets ?? 0,
                Retransmitted = _video?.Retransmissions ?? 0,
                VideoFrames = video.Sum(stream => stream.Frames),
                UpperFrames = video.Sum(stream => stream.UpperFrames),
                VideoReceived = video.Sum(stream => stream.Statistics.Received),
                AudioReceived = audio.Sum(stream => stream.Statistics.Received),
                Lost = _incoming.Values.Sum(stream => stream.Statistics.Lost),
                Ssrcs = [_audioFormat.Ssrc.Value, _videoFormat.Ssrc.Value, _videoFormat.RetransmissionSsrc.Value],
            };
        }
    }

    /// <summary>Takes one datagram from the peer.</summary>
    public void Receive(MonotonicTime now, in NetworkPath from, Span<byte> datagram)
    {
        switch (_transport.Receive(now, from, datagram, out var length))
        {
            case ReceiveResult.Rtp:
                TakeRtp(now, datagram[..length]);
                break;
            case ReceiveResult.Rtcp:
                TakeRtcp(now, datagram[..length]);
                break;
        }

        Drain(now);
    }

    /// <summary>Does what is due.</summary>
    public void Advance(MonotonicTime now)
    {
        if (_transport.NextDeadline <= now) _transport.HandleTimeout(now);
        Drain(now);
        if (_clock is null || _statistics.Ended) return;
        if (_arrivals.Deadline <= now) ReportArrivals();
        while (_audio!.DueAt <= now) SendAudio();
        while (_video!.DueAt <= now) SendVideo();
        if (_reportAt <= now)
        {
            SendReports(now);
            _reportAt = now + ReportEvery;
        }
    }

    /// <summary>Says good-bye to the peer.</summary>
    public void Close(MonotonicTime now)
    {
        if (_clock is not null && !_statistics.Ended)
        {
            var writer = new RtcpWriter(_packet.AsSpan(0, PacketRoom));
            if (writer.TryAddReceiverReport(_audioFormat.Ssrc, []) && writer.TryAddGoodbye([_audioFormat.Ssrc, _videoFormat.Ssrc])) SendRtcp(writer.Length);
        }

        _transport.Close(now);
        Drain(now);
    }

    /// <inheritdoc/>
    public void Dispose() => _transport.Dispose();

    private static MonotonicTime Earlier(MonotonicTime left, MonotonicTime right) => left < right ? left : right;

    private void Drain(MonotonicTime now)
    {
        while (_transport.TryPollDatagram(_packet, out var length, out _)) _send(_packet.AsSpan(0, length));
        while (_transport.TryPollEvent(out var happened)) Take(now, happened);
    }

    private void Take(MonotonicTime now, PeerTransportEvent happened)
    {
        switch (happened.Kind)
        {
            case PeerTransportEventKind.Connected:
                _clock = new ClipClock(_clip, now);
                _audio = new ClipStream(_clock, _clip.Audio, _audioFormat);
                _video = new ClipStream(_clock, _clip.Video, _videoFormat);
                _reportAt = now;
                _statistics = _statistics with { Connected = true, ConnectedAfterMs = (now - _startedAt).TotalMilliseconds };
                break;
            case PeerTransportEventKind.Failed or PeerTransportEventKind.ConsentLost:
                _statistics = _statistics with { Ended = true, Failure = happened.Failure.ToString() };
                break;
            case PeerTransportEventKind.Closed:
                _statistics = _statistics with { Ended = true };
                break;
        }
    }

    private void TakeRtp(MonotonicTime now, ReadOnlySpan<byte> bytes)
    {
        if (!RtpPacket.TryParse(bytes, out var packet)) return;
        if (new RtpHeaderExtensions(packet, SdpOfferWriter.Extensions).TransportSequenceNumber is { } number) _arrivals.Note(now, number);
        // Retransmissions are not asked for, so what comes on their payload type is padding.
        if (packet.PayloadType == _videoFormat.RetransmissionType) return;
        if (!_incoming.TryGetValue(packet.Ssrc.Value, out var stream))
        {
            stream = new IncomingStream(packet.Ssrc, packet.PayloadType == _videoFormat.PayloadType);
            _incoming.Add(packet.Ssrc.Value, stream);
        }

        stream.Note(now, packet);
        _statistics = _statistics with { FirstPacketAfterMs = _statistics.FirstPacketAfterMs ?? (now - _startedAt).TotalMilliseconds };
    }

    private void TakeRtcp(MonotonicTime now, ReadOnlySpan<byte> bytes)
    {
        if (_video is null || !RtcpCompound.TryParse(bytes, out var compound)) return;
        foreach (var packet in compound)
        {
            if (SenderReport.TryParse(packet, out var report))
            {
                if (_incoming.TryGetValue(report.Ssrc.Value, out var stream)) stream.Statistics.NoteSenderReport(now, report.Ntp);
            }
            else if (GenericNack.TryParse(packet, out var nack) && nack.Header.Media == _video.Ssrc)
            {
                foreach (var number in nack) SendRtp(_video.WriteAgain(number, _packet));
            }
            else if (IsKeyFrameRequest(packet))
            {
                TakeKeyFrameRequest(now);
            }
        }
    }

    private bool IsKeyFrameRequest(RtcpPacket packet)
    {
        if (PictureLossIndication.TryParse(packet, out var loss)) return loss.Header.Media == _video!.Ssrc;
        if (!FullIntraRequest.TryParse(packet, out var request)) return false;
        for (var index = 0; index < request.Count; index++)
        {
            if (request[index] == _video!.Ssrc) return true;
        }

        return false;
    }

    private void TakeKeyFrameRequest(MonotonicTime now)
    {
        _statistics = _statistics with { KeyFrameRequests = _statistics.KeyFrameRequests + 1 };
        if (now < _keyFrameAt + KeyFramePause) return;
        _clock!.BackToKeyFrame(now);
    }

    private void SendAudio()
    {
        var frame = _audio!.Take(out var timestamp);
        SendRtp(_audio.Write(_packet.AsSpan(0, PacketRoom), frame.Data, timestamp, marker: _audio.Packets == 0));
    }

    private void SendVideo()
    {
        var due = _video!.DueAt;
        var frame = _video.Take(out var timestamp);
        if (frame.IsKeyFrame) _keyFrameAt = due;
        var payloads = _packetizer.Packetize(frame.Data);
        while (payloads.TryWrite(_payload, out var length, out var isLast))
        {
            SendRtp(_video.Write(_packet.AsSpan(0, PacketRoom), _payload.AsSpan(0, length), timestamp, isLast));
        }
    }

    private void SendReports(MonotonicTime now)
    {
        Span<ReportBlock> blocks = stackalloc ReportBlock[MaxReportBlocks];
        var count = 0;
        foreach (var stream in _incoming.Values)
        {
            if (count < blocks.Length && stream.Statistics.TryBuild(now, out var block)) blocks[count++] = block;
        }

        var ntp = NtpTime.FromUtc(_startedAtUtc + (now - _startedAt));
        var writer = new RtcpWriter(_packet.AsSpan(0, PacketRoom));
        if (writer.TryAddSenderReport(_audio!.Ssrc, ntp, _audio.TimestampAt(now), _audio.Packets, _audio.Octets, blocks[..count])
            && writer.TryAddSourceDescription(_audio.Ssrc, "telemed"u8)
            && writer.TryAddSenderReport(_video!.Ssrc, ntp, _video.TimestampAt(now), _video.Packets, _video.Octets)
            && writer.TryAddSourceDescription(_video.Ssrc, "telemed"u8))
        {
            SendRtcp(writer.Length);
        }
    }

    private void ReportArrivals()
    {
        while (_arrivals.TryBuild(_packet, _audioFormat.Ssrc, _videoFormat.Ssrc, out var length)) SendRtcp(length);
    }

    private void SendRtp(int length)
    {
        var protectedLength = length == 0 ? 0 : _transport.ProtectRtp(_packet, length);
        if (protectedLength > 0) _send(_packet.AsSpan(0, protectedLength));
    }

    private void SendRtcp(int length)
    {
        var protectedLength = _transport.ProtectRtcp(_packet, length);
        if (protectedLength > 0) _send(_packet.AsSpan(0, protectedLength));
    }
}

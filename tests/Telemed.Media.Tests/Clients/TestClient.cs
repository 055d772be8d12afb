using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Telemed.Rtc.Codecs;
using Telemed.Rtc.Dtls;
using Telemed.Rtc.Ice;
using Telemed.Rtc.Rtcp;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Sdp;
using Telemed.Rtc.Session;
using Telemed.Rtc.Time;

namespace Telemed.Media.Tests.Clients;

/// <summary>
/// A client made of our own engines on a real socket: it offers, connects, sends made-up media and keeps what it
/// receives. A thread of its own drives it; what tests call is locked.
/// </summary>
internal sealed class TestClient : IDisposable
{
    private static readonly DtlsCertificate Certificate = DtlsCertificate.Create(DateTimeOffset.UtcNow);
    private static readonly TimeProvider Time = TimeProvider.System;

    private readonly Lock _gate = new();
    private readonly ClientPath _path;
    private readonly FrameAssembler _frames = new(2048);
    private Socket _socket;
    private readonly byte[] _incoming = new byte[2048];
    private readonly byte[] _outgoing = new byte[2048];
    private readonly IceCredentials _credentials =
        IceCredentials.Create(RandomNumberGenerator.GetBytes(IceCredentials.EntropyLength));

    private readonly ulong _sessionId = (ulong)Random.Shared.NextInt64();
    private readonly PeerTransport _transport;
    private readonly Thread _thread;
    private readonly Vp8Packetizer _vp8 = new(1100, (ushort)Random.Shared.Next(1 << 15));
    private readonly Dictionary<ushort, byte[]> _sent = [];
    private volatile bool _isEnding;
    private bool _isCut;
    private ushort _audioSequence = (ushort)Random.Shared.Next(1 << 15);
    private ushort _videoSequence = (ushort)Random.Shared.Next(1 << 15);
    private ushort _transportSequence;
    private ushort _rtxSequence;
    private uint _audioTimestamp;
    private uint _videoTimestamp;
    private volatile bool _keyFrameWanted = true;

    public TestClient(DtlsFingerprint? announced = null, ClientPath path = ClientPath.IPv4)
    {
        _path = path;
        _socket = NewSocket();
        Fingerprint = announced ?? Certificate.Fingerprint;
        _transport = new(new()
        {
            IceRole = IceRole.Controlling,
            LocalCredentials = _credentials,
            DtlsRole = DtlsRole.Active,
            Certificate = Certificate,
        });
        _thread = new(Run) { IsBackground = true, Name = "test client" };
    }

    public static DtlsFingerprint OtherFingerprint { get; } = DtlsFingerprint.OfCertificate([1, 2, 3]);

    public DtlsFingerprint Fingerprint { get; }

    public Ssrc AudioSsrc { get; } = new((uint)Random.Shared.Next(1, int.MaxValue));

    public Ssrc VideoSsrc { get; } = new((uint)Random.Shared.Next(1, int.MaxValue));

    public Ssrc RtxSsrc { get; } = new((uint)Random.Shared.Next(1, int.MaxValue));

    /// <summary>The received streams by the mid of their slot.</summary>
    public ConcurrentDictionary<string, ReceivedStream> Slots { get; } = new(StringComparer.Ordinal);

    public bool IsConnected => _transport.State == PeerTransportState.Connected;

    public bool IsDead => _transport.State is PeerTransportState.Failed or PeerTransportState.Closed;

    /// <summary>How many packets of sound were sent.</summary>
    public int SoundsSent { get; private set; }

    /// <summary>How many packets of pictures were sent.</summary>
    public int PicturesSent { get; private set; }

    public int KeyFrameRequests { get; private set; }

    public int NacksReceived { get; private set; }

    public int FeedbackReceived { get; private set; }

    public int PacketsReported { get; private set; }

    public int ReceiverReports { get; private set; }

    public int UnknownPackets { get; private set; }

    /// <summary>Whether received packets are kept whole, or only counted.</summary>
    public bool KeepPackets { get; set; } = true;

    /// <summary>Decides which received media packets to lose: mid and sequence number.</summary>
    public Func<string, ushort, bool>? Lose { get; set; }

    /// <summary>Decides which media packets to lose on their way out: the video sequence number.</summary>
    public Func<ushort, bool>? LoseOutgoing { get; set; }

    public string Offer(bool publish, int audioSlots = 2, int videoSlots = 2) => SdpOfferWriter.Write(new()
    {
        SessionId = _sessionId >> 1,
        Ice = _credentials,
        Fingerprint = Fingerprint,
        Audio = publish ? new(AudioSsrc, null, "own", "voice", "client") : null,
        Video = publish ? new(VideoSsrc, RtxSsrc, "own", "face", "client") : null,
        AudioSlots = audioSlots,
        VideoSlots = videoSlots,
        // What these tests send is faster than any link that is measured would be given.
        ReportsArrivals = false,
    });

    public void Accept(string answerSdp)
    {
        Assert.True(SdpAnswer.TryParse(answerSdp, out var answer, out var error), error?.Message);
        foreach (var media in answer!.Slots)
        {
            Slots[media.Mid] = new(media.PrimaryPair!.Value.Media, media.PrimaryPair!.Value.Rtx, media.Kind == SdpMediaKind.Video);
        }

        _transport.SetRemote(answer.Description.Ice, answer.Description.Fingerprint);
        foreach (var candidate in answer.Candidates.Where(candidate => IsOwn(candidate.Path)))
        {
            if (_path == ClientPath.Tcp)
            {
                _socket.Connect(candidate.Path.ToEndPoint());
            }

            _transport.AddRemoteCandidate(candidate.Path, candidate.Priority);
        }

        _thread.Start();
    }

    /// <summary>Joins a room and waits until media can flow.</summary>
    public async Task<JoinAnswer> JoinAsync(
        MediaNode node, string room, string id, bool publish = true, bool recordable = false, int audioSlots = 2, int videoSlots = 2)
    {
        var answer = await node.JoinAsync(
            room, id, Offer(publish, audioSlots, videoSlots), recordable, TestContext.Current.CancellationToken);
        Accept(answer.AnswerSdp);
        await Eventually.Async(() => IsConnected);
        return answer;
    }

    /// <summary>Sends one frame of made-up video; a key frame when one was asked for.</summary>
    public int SendVideo(int bytes, bool? keyFrame = null)
    {
        var frame = new byte[bytes];
        Random.Shared.NextBytes(frame);
        var isKey = keyFrame ?? _keyFrameWanted;
        _keyFrameWanted = false;
        frame[0] = (byte)((frame[0] & 0xFE) | (isKey ? 0 : 1));
        var count = 0;
        Span<byte> payload = new byte[1200];
        lock (_gate)
        {
            var payloads = _vp8.Packetize(frame);
            _videoTimestamp += 3000;
            while (payloads.TryWrite(payload, out var length, out var isLast))
            {
                Send(payload[..length], isLast, SdpOfferWriter.Vp8PayloadType, ++_videoSequence, _videoTimestamp, VideoSsrc);
                PicturesSent++;
                count++;
            }
        }

        return count;
    }

    public void SendAudio(byte level = 40)
    {
        lock (_gate)
        {
            _audioTimestamp += 960;
            SoundsSent++;
            Span<byte> payload = stackalloc byte[80];
            Random.Shared.NextBytes(payload);
            Send(payload, false, SdpOfferWriter.OpusPayloadType, ++_audioSequence, _audioTimestamp, AudioSsrc, level);
        }
    }

    /// <summary>
    /// Sends sounds until others have one that was sent after the call. All travel one way and in order: what was sent
    /// before the call has then arrived there, or never will; of the sounds that were sent meanwhile some may come yet.
    /// </summary>
    public Task BeHeardAsync(string mid, params TestClient[] others)
    {
        var before = SoundsSent;
        return Eventually.Async(() =>
        {
            SendAudio();
            return others.All(other => other.Slots[mid].Count > before);
        });
    }

    /// <summary>The same with pictures.</summary>
    public Task BeSeenAsync(string mid, params TestClient[] others)
    {
        var before = PicturesSent;
        return Eventually.Async(() =>
        {
            SendVideo(500);
            return others.All(other => other.Slots[mid].Count > before);
        });
    }

    /// <summary>Waits until no number is missing in a slot, as packets may overtake each other.</summary>
    public Task GetWholeAsync(string mid) => Eventually.Async(() => Slots[mid].Missing.Count == 0, $"no gap at {mid}");

    public void SendSenderReport(NtpTime ntp)
    {
        lock (_gate)
        {
            var writer = new RtcpWriter(_outgoing);
            writer.TryAddSenderReport(VideoSsrc, ntp, _videoTimestamp, 1, 1);
            SendRtcp(writer.Length);
        }
    }

    public void SendNack(string mid, params ushort[] missing)
    {
        lock (_gate)
        {
            var writer = new RtcpWriter(_outgoing);
            writer.TryAddNack(new(1), Slots[mid].Ssrc, missing);
            SendRtcp(writer.Length);
        }
    }

    /// <summary>Goes on from another port, as behind a translator that forgot the old one.</summary>
    public void Move()
    {
        lock (_gate)
        {
            var old = _socket;
            _socket = NewSocket();
            old.Dispose();
        }
    }

    /// <summary>Cuts its link off on the way to the node, or joins it again; nothing of before is under way then.</summary>
    public void Cut(bool isCut)
    {
        lock (_gate)
        {
            _isCut = isCut;
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _transport.Close(Now);
            Drain();
        }
    }

    public void Dispose()
    {
        _isEnding = true;
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        _socket.Dispose();
        _transport.Dispose();
    }

    private bool IsOwn(in NetworkPath candidate) => _path switch
    {
        ClientPath.Tcp => candidate.Protocol == NetworkProtocol.Tcp,
        ClientPath.IPv6 => candidate.Protocol == NetworkProtocol.Udp && !candidate.IsIPv4,
        _ => candidate.Protocol == NetworkProtocol.Udp && candidate.IsIPv4,
    };

    private Socket NewSocket()
    {
        if (_path == ClientPath.Tcp)
        {
            return new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        }

        var loopback = _path == ClientPath.IPv6 ? IPAddress.IPv6Loopback : IPAddress.Loopback;
        var socket = new Socket(loopback.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 4 << 20 };
        socket.Bind(new IPEndPoint(loopback, 0));
        return socket;
    }

    private static MonotonicTime Now => new(Time.GetTimestamp() * (1_000_000_000 / Time.TimestampFrequency));

    private void Run()
    {
        EndPoint from = new IPEndPoint(_path == ClientPath.IPv6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        while (!_isEnding)
        {
            try
            {
                var socket = _socket; // another one after a move, which would have nothing to receive
                if (socket.Poll(2000, SelectMode.SelectRead))
                {
                    if (_path == ClientPath.Tcp)
                    {
                        TakeStream();
                        continue;
                    }

                    var length = socket.ReceiveFrom(_incoming, ref from);
                    lock (_gate)
                    {
                        Take(NetworkPath.From((IPEndPoint)from), length);
                    }
                }

                RunTimers();
            }
            catch (Exception cut) when (cut is ObjectDisposedException or SocketException)
            {
                // Moved, or cut off: at the next turn there is another socket, or the test ends this client.
            }
        }
    }

    private void RunTimers()
    {
        lock (_gate)
        {
            if (_transport.NextDeadline <= Now)
            {
                _transport.HandleTimeout(Now);
            }

            Drain();
        }
    }

    private void TakeStream()
    {
        var buffer = new byte[65_536];
        ReadOnlySpan<byte> bytes = buffer.AsSpan(0, _socket.Receive(buffer));
        if (bytes.IsEmpty)
        {
            throw new SocketException((int)SocketError.ConnectionReset);
        }

        while (_frames.TryTake(ref bytes, out var frame))
        {
            lock (_gate)
            {
                frame.CopyTo(_incoming);
                Take(NetworkPath.From((IPEndPoint)_socket.RemoteEndPoint!, NetworkProtocol.Tcp), frame.Length);
            }
        }
    }

    private void Put(ReadOnlySpan<byte> datagram, in NetworkPath to)
    {
        if (_isCut)
        {
            return;
        }

        if (_path != ClientPath.Tcp)
        {
            _socket.SendTo(datagram, to.ToEndPoint());
            return;
        }

        _socket.Send([(byte)(datagram.Length >> 8), (byte)datagram.Length, .. datagram]);
    }

    private void Take(NetworkPath from, int length)
    {
        var result = _transport.Receive(Now, from, _incoming.AsSpan(0, length), out var plain);
        if (result == ReceiveResult.Rtp)
        {
            TakeRtp(_incoming.AsSpan(0, plain));
        }
        else if (result == ReceiveResult.Rtcp)
        {
            TakeRtcp(_incoming.AsSpan(0, plain));
        }

        Drain();
    }

    private void TakeRtp(Span<byte> packet)
    {
        Assert.True(RtpPacket.TryParse(packet, out var view));
        foreach (var (mid, slot) in Slots)
        {
            if (slot.Ssrc == view.Ssrc)
            {
                if (Lose?.Invoke(mid, view.SequenceNumber) != true)
                {
                    slot.Take(packet, isRepaired: false, KeepPackets);
                }

                return;
            }

            if (slot.Rtx == view.Ssrc)
            {
                var length = RtxPacket.UnwrapInPlace(packet, SdpOfferWriter.Vp8PayloadType, slot.Ssrc);
                slot.Take(packet[..length], isRepaired: true, KeepPackets);
                return;
            }
        }

        UnknownPackets++;
    }

    private void TakeRtcp(ReadOnlySpan<byte> datagram)
    {
        Assert.True(RtcpCompound.TryParse(datagram, out var compound));
        foreach (var packet in compound)
        {
            if (PictureLossIndication.TryParse(packet, out _))
            {
                KeyFrameRequests++;
                _keyFrameWanted = true;
            }
            else if (GenericNack.TryParse(packet, out var nack))
            {
                Answer(nack);
            }
            else if (TransportFeedback.TryParse(packet, out var feedback))
            {
                FeedbackReceived++;
                PacketsReported += feedback.StatusCount;
            }
            else if (SenderReport.TryParse(packet, out var report))
            {
                foreach (var slot in Slots.Values)
                {
                    slot.TakeReport(report.Ssrc, report.Ntp, report.RtpTimestamp);
                }
            }
            else if (ReceiverReport.TryParse(packet, out _))
            {
                ReceiverReports++;
            }
        }
    }

    private void Answer(GenericNack nack)
    {
        foreach (var sequence in nack)
        {
            NacksReceived++;
            if (_sent.TryGetValue(sequence, out var original))
            {
                var length = RtxPacket.Wrap(original, _outgoing, SdpOfferWriter.RtxPayloadType, RtxSsrc, ++_rtxSequence);
                Transmit(_transport.ProtectRtp(_outgoing, length));
            }
        }
    }

    private void Send(
        ReadOnlySpan<byte> payload, bool marker, byte type, ushort sequence, uint timestamp, Ssrc ssrc, byte? level = null)
    {
        var writer = new RtpPacketWriter(_outgoing, marker, type, sequence, timestamp, ssrc);
        Span<byte> number = [(byte)(_transportSequence >> 8), (byte)_transportSequence];
        _transportSequence++;
        Assert.True(writer.TryAddExtension(SdpOfferWriter.Extensions.TransportSequenceNumber, number));
        if (level is { } loudness)
        {
            Assert.True(writer.TryAddExtension(SdpOfferWriter.Extensions.AudioLevel, [loudness]));
        }

        var length = writer.Finish(payload);
        if (type == SdpOfferWriter.Vp8PayloadType)
        {
            _sent[sequence] = _outgoing.AsSpan(0, length).ToArray();
        }

        var protectedLength = _transport.ProtectRtp(_outgoing, length);
        if (type != SdpOfferWriter.Vp8PayloadType || LoseOutgoing?.Invoke(sequence) != true)
        {
            Transmit(protectedLength);
        }
    }

    private void SendRtcp(int length) => Transmit(_transport.ProtectRtcp(_outgoing, length));

    private void Transmit(int length)
    {
        if (length > 0)
        {
            Put(_outgoing.AsSpan(0, length), _transport.SelectedPath);
        }
    }

    private void Drain()
    {
        while (_transport.TryPollDatagram(_outgoing, out var length, out var to))
        {
            Put(_outgoing.AsSpan(0, length), to);
        }

        while (_transport.TryPollEvent(out _))
        {
        }
    }
}

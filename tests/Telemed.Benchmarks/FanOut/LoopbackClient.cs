using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Telemed.Media;
using Telemed.Rtc.Dtls;
using Telemed.Rtc.Ice;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Sdp;
using Telemed.Rtc.Session;
using Telemed.Rtc.Time;

namespace Telemed.Benchmarks.FanOut;

/// <summary>A client on a real socket that is driven by hand; as a viewer it lets the kernel drop what comes.</summary>
internal sealed class LoopbackClient : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly byte[] _buffer = new byte[2048];
    private readonly PeerTransport _transport;
    private readonly DtlsCertificate _certificate;
    private readonly IceCredentials _credentials =
        IceCredentials.Create(RandomNumberGenerator.GetBytes(IceCredentials.EntropyLength));

    private SocketAddress? _relay;

    public LoopbackClient(DtlsCertificate certificate)
    {
        _certificate = certificate;
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _socket.Blocking = false;
        _transport = new(new()
        {
            IceRole = IceRole.Controlling,
            LocalCredentials = _credentials,
            DtlsRole = DtlsRole.Active,
            Certificate = certificate,
        });
    }

    public static Ssrc VideoSsrc => new(4711);

    public string Profile => $"{_transport.SrtpProfile}";

    public async Task JoinAsync(MediaNode node, string room, string id, bool publish)
    {
        var offer = SdpOfferWriter.Write(new()
        {
            SessionId = 1,
            Ice = _credentials,
            Fingerprint = _certificate.Fingerprint,
            Video = publish ? new(VideoSsrc, new(4712), "own", "face", "bench") : null,
            AudioSlots = publish ? 0 : 1,
            VideoSlots = publish ? 0 : 1,
        });
        var answer = await node.JoinAsync(room, id, offer, false, CancellationToken.None);
        if (!SdpAnswer.TryParse(answer.AnswerSdp, out var parsed, out var error))
        {
            throw new InvalidOperationException(error!.Message);
        }

        _transport.SetRemote(parsed!.Description.Ice, parsed.Description.Fingerprint);
        foreach (var candidate in parsed.Candidates)
        {
            _transport.AddRemoteCandidate(candidate.Path, candidate.Priority);
        }

        while (_transport.State != PeerTransportState.Connected)
        {
            Turn();
            await Task.Delay(1);
        }

        _relay = _transport.SelectedPath.ToEndPoint().Serialize();
    }

    /// <summary>Takes what has come and sends what is due.</summary>
    public void Turn()
    {
        var now = new MonotonicTime(TimeProvider.System.GetTimestamp());
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        while (_socket.Available > 0)
        {
            var length = _socket.ReceiveFrom(_buffer, ref from);
            _transport.Receive(now, NetworkPath.From((IPEndPoint)from), _buffer.AsSpan(0, length), out _);
        }

        _transport.HandleTimeout(now);
        while (_transport.TryPollDatagram(_buffer, out var length, out var to))
        {
            _socket.SendTo(_buffer.AsSpan(0, length), to.ToEndPoint());
        }

        while (_transport.TryPollEvent(out _))
        {
        }
    }

    /// <summary>Sends a plain packet that has room behind it.</summary>
    public void Send(Span<byte> packet, int length)
    {
        var protectedLength = _transport.ProtectRtp(packet, length);
        _socket.SendTo(packet[..protectedLength], SocketFlags.None, _relay!);
    }

    /// <summary>Lets the kernel drop everything from now on, so that receiving costs the machine nothing.</summary>
    public void DropAll() => DropAll(_socket);

    /// <summary>As <see cref="DropAll()"/>, for any socket.</summary>
    public static unsafe void DropAll(Socket socket)
    {
        // One BPF instruction: return 0 bytes (SO_ATTACH_FILTER).
        var instruction = 0x0000_0000_0000_0006UL;
        var program = stackalloc ulong[2];
        program[0] = 1;
        program[1] = (ulong)&instruction;
        socket.SetRawSocketOption(1, 26, MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(program, 2)));
    }

    public void Dispose()
    {
        _socket.Dispose();
        _transport.Dispose();
    }
}

using System.Security.Cryptography;
using Telemed.Rtc.Ice;
using Telemed.Rtc.Session;
using Telemed.Rtc.Stun;
using Telemed.Rtc.Time;

namespace Telemed.Rtc.Tests.Ice;

/// <summary>A client's leading agent and a server's lite agent in virtual time, with a link that a test can cut.</summary>
internal sealed class IceWorld
{
    public static readonly NetworkPath ServerUdp = NetworkPath.FromIPv4(0xC0000201, 7000);
    public static readonly NetworkPath ServerTcp = NetworkPath.FromIPv4(0xC0000201, 443, NetworkProtocol.Tcp);
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(10);

    private readonly PriorityQueue<(NetworkPath To, byte[] Datagram, bool ToServer), long> _flying = new();
    private readonly byte[] _buffer = new byte[StunMessageWriter.RecommendedBuffer];

    public IceWorld(params IceRemoteCandidate[] candidates)
    {
        ServerCredentials = Credentials(1);
        ClientCredentials = Credentials(2);
        Server = new(ServerCredentials);
        Client = new(ClientCredentials, ServerCredentials, candidates, new SeededRandomNumbers(3));
    }

    public MonotonicTime Now { get; private set; } = MonotonicTime.FromMilliseconds(1000);

    public IceCredentials ServerCredentials { get; }

    public IceCredentials ClientCredentials { get; }

    public IceLiteAgent Server { get; }

    public IceControllingAgent Client { get; }

    /// <summary>Whether a datagram to or from this path of the server gets through.</summary>
    public Func<NetworkPath, bool> Passes { get; set; } = _ => true;

    /// <summary>Where the client's packets seem to come from; a test may move it as a translator does.</summary>
    public ushort ClientPort { get; set; } = 5000;

    public List<IceEvent> ServerEvents { get; } = [];

    public List<IceEvent> ClientEvents { get; } = [];

    public int ChecksSent { get; private set; }

    public static IceCredentials Credentials(int seed)
    {
        var bytes = new byte[IceCredentials.EntropyLength];
        new Random(seed).NextBytes(bytes);
        return IceCredentials.Create(bytes);
    }

    public void RunFor(TimeSpan span)
    {
        var end = Now + span;
        Drain();
        while (NextInstant() is var next && next <= end)
        {
            Now = next > Now ? next : Now;
            DeliverDue();
            if (Now >= Server.Deadline)
            {
                Server.HandleTimeout(Now);
            }

            Drain();
        }

        Now = end;
    }

    private MonotonicTime NextInstant()
    {
        var next = Client.Deadline < Server.Deadline ? Client.Deadline : Server.Deadline;
        return _flying.TryPeek(out _, out var at) && at < next.Nanoseconds ? new(at) : next;
    }

    private void DeliverDue()
    {
        while (_flying.TryPeek(out var item, out var at) && at <= Now.Nanoseconds)
        {
            _flying.Dequeue();
            var (path, datagram, toServer) = item;
            if (toServer)
            {
                var from = NetworkPath.FromIPv4(0x0A000001, ClientPort, path.Protocol);
                Fly(path, _buffer.AsSpan(0, Server.HandleDatagram(Now, from, datagram, _buffer)), toServer: false);
            }
            else
            {
                Client.HandleDatagram(Now, path, datagram, _buffer);
            }
        }
    }

    private void Drain()
    {
        while (Client.TryPoll(Now, _buffer, out var to, out var length))
        {
            ChecksSent++;
            Fly(to, _buffer.AsSpan(0, length), toServer: true);
        }

        while (Client.TryTakeEvent(out var happened))
        {
            ClientEvents.Add(happened);
        }

        while (Server.TryTakeEvent(out var happened))
        {
            ServerEvents.Add(happened);
        }
    }

    private void Fly(NetworkPath server, ReadOnlySpan<byte> datagram, bool toServer)
    {
        if (!datagram.IsEmpty && Passes(server))
        {
            _flying.Enqueue((server, datagram.ToArray(), toServer), (Now + Delay).Nanoseconds);
        }
    }

    private sealed class SeededRandomNumbers(int seed) : RandomNumberGenerator
    {
        private readonly Random _random = new(seed);

        public override void GetBytes(byte[] data) => _random.NextBytes(data);

        public override void GetBytes(Span<byte> data) => _random.NextBytes(data);
    }
}

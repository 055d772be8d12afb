using System.Net;
using System.Net.Sockets;
using Telemed.Media.Tests.Clients;
using Telemed.Rtc.Stun;

namespace Telemed.Media.Tests.Shards;

/// <summary>The ways on which a peer reaches the node. Mids as in <see cref="CallTests"/>.</summary>
public sealed class PathTests
{
    [Fact]
    public async Task A_call_goes_over_tcp_on_one_side_and_udp_on_the_other()
    {
        await using var test = new TestNode(shards: 3);
        await using var listening = new TcpListening(test.Node);
        using var clinic = new TestClient(path: ClientPath.Tcp);
        using var specialist = new TestClient();

        // Rooms are spread over the shards; the check on the connection names the right one.
        foreach (var room in (string[])["one", "two"])
        {
            using var other = new TestClient(path: ClientPath.Tcp);
            await other.JoinAsync(test.Node, room, "other");
        }

        await clinic.JoinAsync(test.Node, "room", "clinic");
        await specialist.JoinAsync(test.Node, "room", "specialist");
        await TalkAsync(clinic, specialist);

        await specialist.GetWholeAsync("2");
        await specialist.GetWholeAsync("4");
        await clinic.GetWholeAsync("2");
        await Eventually.Async(() => test.Node.Snapshot().Shards.Sum(shard => shard.Connections) == 1);
    }

    [Fact]
    public async Task A_connection_that_is_cut_ends_alone_and_its_place_is_free_for_the_next()
    {
        await using var test = new TestNode();
        await using var listening = new TcpListening(test.Node);
        using var specialist = new TestClient();
        await specialist.JoinAsync(test.Node, "room", "specialist");
        using (var clinic = new TestClient(path: ClientPath.Tcp))
        {
            await clinic.JoinAsync(test.Node, "room", "clinic");
            await TalkAsync(clinic, specialist);
            listening.Cut();
            await Eventually.Async(() => test.Node.Snapshot().Shards[0].Connections == 0);
        }

        using var again = new TestClient(path: ClientPath.Tcp);
        await again.JoinAsync(test.Node, "room", "clinic");
        await TalkAsync(again, specialist);

        Assert.Equal(1, test.Node.Snapshot().Shards[0].Connections);
    }

    [Fact]
    public async Task A_connection_that_is_no_media_is_let_go()
    {
        await using var test = new TestNode();
        await using var listening = new TcpListening(test.Node);
        using var stranger = new TestClient(path: ClientPath.Tcp);
        var answer = await test.Node.JoinAsync(
            "room", "stranger", stranger.Offer(publish: true), recordable: false, TestContext.Current.CancellationToken);
        var place = answer.AnswerSdp.Split('\n').First(line => line.Contains(" tcp ", StringComparison.Ordinal)).Split(' ');
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Parse(place[4]), int.Parse(place[5], System.Globalization.CultureInfo.InvariantCulture));

        await socket.SendAsync(new byte[] { 0, 3, 1, 2, 3 });

        Assert.Equal(0, await socket.ReceiveAsync(new byte[1], TestContext.Current.CancellationToken));
        Assert.Equal("tcptype passive", string.Join(' ', place[^2..]).Trim());
    }

    [Fact]
    public async Task Both_families_are_served_by_one_port()
    {
        var families = Socket.OSSupportsIPv6 ? (string[])["127.0.0.1", "::1"] : ["127.0.0.1"];
        await using var test = new TestNode(change: options =>
        {
            options.Address = "::";
            options.AnnouncedAddresses = families;
        });
        using var clinic = new TestClient(path: Socket.OSSupportsIPv6 ? ClientPath.IPv6 : ClientPath.IPv4);
        using var specialist = new TestClient();
        await clinic.JoinAsync(test.Node, "room", "clinic");
        await specialist.JoinAsync(test.Node, "room", "specialist");
        await TalkAsync(clinic, specialist);

        clinic.Move();

        await TalkAsync(clinic, specialist);
        Assert.Single(test.Node.Snapshot().Shards);
        Assert.Equal(0, test.Node.Snapshot().Shards[0].DatagramsDropped);
    }

    [Fact]
    public async Task A_flood_of_checks_is_answered_so_many_times_a_second()
    {
        const int checks = 120;
        var time = new SteppedTime(isStill: true);
        await using var test = new TestNode(time: time);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(IPAddress.Loopback, test.Node.Snapshot().Shards[0].Port);
        var check = Check();

        for (var second = 1; second <= 2; second++)
        {
            for (var i = 0; i < checks; i++)
            {
                await socket.SendAsync(check);
            }

            // What the kernel took on the loopback is here.
            await Eventually.Async(() => test.Node.Snapshot().Shards[0] is { } shard
                && shard.Strangers == second * checks && shard.DatagramsOut == second * 50);
            Assert.Equal(50, Answers(socket));
            time.Advance(TimeSpan.FromSeconds(1));
        }

        static byte[] Check()
        {
            var buffer = new byte[StunMessageWriter.RecommendedBuffer];
            var writer = new StunMessageWriter(buffer, StunMessageType.BindingRequest, new(1, 2));
            writer.Add((StunAttributeType)0x8022, new byte[64]);
            return buffer[..writer.Length];
        }

        static int Answers(Socket socket)
        {
            var answer = new byte[StunMessageWriter.RecommendedBuffer];
            var count = 0;
            while (socket.Poll(TimeSpan.Zero, SelectMode.SelectRead))
            {
                count += StunMessage.TryParse(answer.AsSpan(0, socket.Receive(answer)), out var message) && message.ErrorCode == 400 ? 1 : 0;
            }

            return count;
        }
    }

    [Fact]
    public async Task A_link_is_measured_with_its_rates_and_its_path()
    {
        await using var test = new TestNode();
        await using var listening = new TcpListening(test.Node);
        using var clinic = new TestClient(path: ClientPath.Tcp);
        using var specialist = new TestClient();
        await clinic.JoinAsync(test.Node, "room", "clinic");
        await specialist.JoinAsync(test.Node, "room", "specialist");

        // They talk on, so that whenever a measurement is made something was said in its time.
        await Eventually.Async(() => IsTold("clinic", link => link.ByTcp && link is { UpKilobits: > 0, DownKilobits: > 0 }));
        await Eventually.Async(() => IsTold("specialist", link => !link.ByTcp && link.DownKilobits > 0));

        bool IsTold(string who, Func<MediaEvent.LinkQuality, bool> isIt)
        {
            clinic.SendAudio();
            specialist.SendAudio();
            return Links(test, who).Any(isIt);
        }
    }

    private static IEnumerable<MediaEvent.LinkQuality> Links(TestNode test, string participant) =>
        test.Events.OfType<MediaEvent.LinkQuality>().Where(link => link.Participant == participant);

    private static async Task TalkAsync(TestClient one, TestClient other)
    {
        var before = (one.Slots["2"].Count, other.Slots["2"].Count, other.Slots["4"].Count);
        one.SendVideo(3000, keyFrame: true);
        await Eventually.Async(() => other.Slots["4"].Count >= before.Item3 + 3);
        for (var i = 0; i < 20; i++)
        {
            one.SendAudio();
            other.SendAudio();
        }

        await Eventually.Async(() => one.Slots["2"].Count >= before.Item1 + 20 && other.Slots["2"].Count >= before.Item2 + 20);
    }
}

using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Telemed.Rtc.Ice;
using Telemed.Rtc.Stun;

namespace Telemed.Server.Tests;

/// <summary>The HTTP port also takes media connections (RFC 6544), told apart by their first bytes.</summary>
public sealed class MediaDoorTests
{
    [Fact]
    public async Task A_check_on_the_http_port_is_answered_by_the_relay()
    {
        await using var server = await TestServer.StartAsync();
        var answer = await JoinedAsync(server);
        Assert.Contains($" 127.0.0.1 {server.Address.Port} typ host tcptype passive", answer, StringComparison.Ordinal);
        var frame = Check(Line(answer, "a=ice-ufrag:"), Line(answer, "a=ice-pwd:"));
        using var client = await ConnectAsync(server);
        var stream = client.GetStream();

        // In two pieces: the first is too short to tell.
        await stream.WriteAsync(frame.AsMemory(0, 5));
        await Task.Delay(50, TestContext.Current.CancellationToken);
        await stream.WriteAsync(frame.AsMemory(5));

        var head = new byte[2];
        await stream.ReadExactlyAsync(head, TestContext.Current.CancellationToken);
        var body = new byte[BinaryPrimitives.ReadUInt16BigEndian(head)];
        await stream.ReadExactlyAsync(body, TestContext.Current.CancellationToken);
        Assert.True(StunMessage.TryParse(body, out var success));
        Assert.Equal(StunMessageType.BindingSuccess, success.Type);
        Assert.Equal(1, server.Get<Media.MediaNode>().Snapshot().Shards[0].Connections);
    }

    [Fact]
    public async Task A_check_for_a_shard_that_is_not_there_ends_the_connection()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await ConnectAsync(server);
        var stream = client.GetStream();

        await stream.WriteAsync(Check("/fragment", "abcdefghijklmnopqrstuvwx"));

        Assert.Equal(0, await ReadOrResetAsync(client));
    }

    [Fact]
    public async Task A_request_that_comes_byte_by_byte_is_served()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await ConnectAsync(server);
        var stream = client.GetStream();

        foreach (var letter in "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        {
            await stream.WriteAsync(new[] { (byte)letter });
            await stream.FlushAsync();
        }

        using var reader = new StreamReader(stream, Encoding.ASCII);
        Assert.StartsWith("HTTP/1.1 200 OK", await reader.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_neither_media_nor_http_reach_http_which_refuses_them()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await ConnectAsync(server);
        var stream = client.GetStream();

        await stream.WriteAsync("\0\u0003nothing of ours\r\n\r\n"u8.ToArray());

        using var reader = new StreamReader(stream, Encoding.ASCII);
        Assert.StartsWith("HTTP/1.1 400", await reader.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(0, server.Faults);
    }

    [Fact]
    public async Task Connections_that_say_nothing_are_bounded_for_each_address()
    {
        await using var server = await TestServer.StartAsync();
        List<TcpClient> silent = [];
        try
        {
            for (var i = 0; i < 256; i++)
            {
                silent.Add(await ConnectAsync(server));
            }

            Assert.True(await IsRefusedAsync(server));

            // Those before it are not touched: they may still speak.
            await silent[0].GetStream().WriteAsync("GET /healthz HTTP/1.0\r\n\r\n"u8.ToArray());
            Assert.Equal((byte)'H', silent[0].GetStream().ReadByte());
        }
        finally
        {
            silent.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public async Task Without_tcp_no_answer_names_it()
    {
        await using var server = await TestServer.StartAsync("Telemed:Media:Tcp=false");

        Assert.DoesNotContain(" tcp ", await JoinedAsync(server), StringComparison.Ordinal);
    }

    private static async Task<string> JoinedAsync(TestServer server)
    {
        await using var doctor = await Person.SignInAsync(server, Person.ClinicDoctor);
        await using var specialist = await Person.SignInAsync(server, Person.Specialist);
        var consult = await specialist.AcceptAsync(doctor);
        return (await doctor.EnterAsync(consult)).Reply.GetProperty("answerSdp").GetString()!;
    }

    private static string Line(string sdp, string start) =>
        sdp.Split("\r\n").First(line => line.StartsWith(start, StringComparison.Ordinal))[start.Length..];

    private static byte[] Check(string ufrag, string password)
    {
        var frame = new byte[2 + StunMessageWriter.RecommendedBuffer];
        var writer = new StunMessageWriter(frame.AsSpan(2), StunMessageType.BindingRequest, new(1, 2));
        writer.Add(StunAttributeType.Username, Encoding.ASCII.GetBytes(ufrag + ":Ufr4"));
        writer.Add(StunAttributeType.IceControlling, 7ul);
        writer.Add(StunAttributeType.Priority, 1234u);
        Assert.True(IceCredentials.TryCreate("unused", password, out _));
        writer.AddIntegrity(Encoding.ASCII.GetBytes(password));
        writer.AddFingerprint();
        BinaryPrimitives.WriteUInt16BigEndian(frame, (ushort)writer.Length);
        return frame[..(2 + writer.Length)];
    }

    private static async Task<TcpClient> ConnectAsync(TestServer server)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(server.Address.Host, server.Address.Port, TestContext.Current.CancellationToken);
        return client;
    }

    /// <summary>Whether a new connection is closed without a word; a reset may come before the connecting returns.</summary>
    private static async Task<bool> IsRefusedAsync(TestServer server)
    {
        try
        {
            using var client = await ConnectAsync(server);
            return await ReadOrResetAsync(client) == 0;
        }
        catch (SocketException refusal) when (refusal.SocketErrorCode == SocketError.ConnectionReset)
        {
            return true;
        }
    }

    private static async Task<int> ReadOrResetAsync(TcpClient client)
    {
        try
        {
            return await client.GetStream().ReadAsync(new byte[1], TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}

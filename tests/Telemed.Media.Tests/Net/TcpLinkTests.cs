using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Telemed.Media.Net;
using Telemed.Media.Tests.Clients;
using Telemed.Rtc.Session;
using Telemed.Rtc.Time;

namespace Telemed.Media.Tests.Net;

/// <summary>A connection whose far end does not read for a while.</summary>
public sealed class TcpLinkTests : IDisposable
{
    private const byte Audio = 111;
    private const byte Video = 96;
    private readonly Socket _near;
    private readonly Socket _far;
    private readonly TcpLink _link;
    private MonotonicTime _now = new(1_000_000_000);

    public TcpLinkTests()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        _near = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { SendBufferSize = 4096 };
        _near.Connect(listener.LocalEndPoint!);
        _far = listener.Accept();
        _link = new(_near, _ => { }, new());
        _link.Hold();
        Fill();
    }

    public void Dispose()
    {
        _link.Close();
        _link.Release();
        _near.Dispose();
        _far.Dispose();
    }

    [Fact]
    public void Sound_overtakes_pictures_and_reports_overtake_both()
    {
        Send(Video, 1);
        Send(Audio, 2);
        Add([0x80, 200, 3, 0]);

        Assert.Equal([3, 2, 1], Marks());
    }

    [Fact]
    public void What_waited_longer_than_300_ms_is_dropped_but_for_reports_and_handshakes()
    {
        Send(Video, 1);
        Send(Audio, 2);
        Add([0x80, 200, 3, 0]);
        Add([22, 254, 4, 0]);
        _now += TcpLink.LongestWait + TimeSpan.FromMilliseconds(1);
        Send(Video, 5);
        Send(Audio, 6);

        Assert.Equal([3, 4, 6, 5], Marks());
        Assert.True(_link.Dropped >= 2);
    }

    [Fact]
    public void A_full_queue_drops_the_oldest_pictures_and_no_sound()
    {
        for (var i = 0; i < 500; i++)
        {
            Send(Video, (byte)(i % 250));
        }

        for (var i = 0; i < 15; i++)
        {
            Send(Audio, (byte)(100 + i));
        }

        var marks = Marks();
        Assert.Equal(Enumerable.Range(100, 15), marks[..15].Select(mark => (int)mark));
        Assert.Equal((byte)(499 % 250), marks[^1]);
        Assert.InRange(marks.Length - 15, 50, 110);
    }

    [Fact]
    public async Task The_far_ends_leaving_closes_the_link()
    {
        _far.Close(0);

        await Eventually.Async(() =>
        {
            Send(Video, 1);
            _link.Flush(_now);
            return _link.IsClosed;
        });
    }

    // Until the kernel takes no more: from then on everything waits in the link.
    private void Fill()
    {
        while (!_link.IsBlocked)
        {
            Send(Video, 255);
            _link.Flush(_now);
        }

        Assert.True(_link.IsBlocked);
    }

    private void Send(byte type, byte mark)
    {
        var packet = new byte[1000];
        packet[0] = 0x80;
        packet[1] = type;
        packet[2] = mark;
        Add(packet);
    }

    private void Add(byte[] packet) => _link.Add(_now, packet, UInt128.One << Audio);

    /// <summary>
    /// Reads all that waits, to the end of the connection; the marks of the whole frames after the ones that filled it.
    /// </summary>
    private byte[] Marks()
    {
        var assembler = new FrameAssembler(1600);
        var marks = new List<byte>();
        var buffer = new byte[65_536];
        var isWhole = false;
        var clock = Stopwatch.StartNew();
        while (true)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), "The connection does not end.");

            // The near end's buffer may come free only after this end has read it all: then nothing comes until the flush.
            var read = _far.Poll(TimeSpan.FromMilliseconds(10), SelectMode.SelectRead) ? _far.Receive(buffer) : -1;
            if (read == 0)
            {
                break;
            }

            ReadOnlySpan<byte> bytes = buffer.AsSpan(0, Math.Max(0, read));
            while (assembler.TryTake(ref bytes, out var frame))
            {
                if (frame[2] != 255 || frame.Length != 1000)
                {
                    marks.Add(frame[2]);
                }
            }

            _link.Flush(_now);
            if (!_link.IsBlocked && !isWhole)
            {
                isWhole = true;
                _near.Shutdown(SocketShutdown.Send);
            }
        }

        Assert.False(assembler.IsBroken);
        return [.. marks];
    }
}

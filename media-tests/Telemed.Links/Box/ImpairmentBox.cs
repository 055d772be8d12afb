using System.Diagnostics;
using System.Runtime.InteropServices;
using Telemed.Rtc.Time;
using Telemed.TestKit.Network;

namespace Telemed.Links.Box;

/// <summary>
/// A router in user space between sites: every IP packet of theirs passes the sender's link up and the receiver's link
/// down. The links are those of the emulator that the engines are tested with, here in real time. One thread.
/// </summary>
internal sealed unsafe partial class ImpairmentBox : IDisposable
{
    private const int LongestPacket = 65_536;
    private const int EmulatedHeaders = 28;

    private readonly Site[] _sites;
    private readonly Lock _gate = new();
    private readonly Thread _thread;
    private readonly byte[] _buffer = new byte[LongestPacket];
    private volatile bool _isEnding;

    public ImpairmentBox(params Site[] sites)
    {
        _sites = sites;
        _thread = new(Run) { IsBackground = true, Name = "impairment box", Priority = ThreadPriority.Highest };
        _thread.Start();
    }

    /// <summary>Milliseconds on the box's clock.</summary>
    public static double NowMs => Now.Nanoseconds / 1e6;

    private static MonotonicTime Now => new(Stopwatch.GetTimestamp() * (1_000_000_000 / Stopwatch.Frequency));

    /// <summary>Changes what a site's link does, both ways or each on its own.</summary>
    public void Set(Site site, LinkConditions up, LinkConditions down)
    {
        lock (_gate)
        {
            site.Up.Conditions = up;
            site.Down.Conditions = down;
        }
    }

    public void Dispose()
    {
        _isEnding = true;
        _thread.Join();
    }

    private void Run()
    {
        var entries = stackalloc PollEntry[16];
        while (!_isEnding)
        {
            for (var i = 0; i < _sites.Length; i++)
            {
                entries[i] = new() { Descriptor = _sites[i].Device.Descriptor, Events = 1 };
            }

            var wait = Math.Clamp((int)((NextArrival() - Now).TotalMilliseconds + 0.5), 0, 20);
            _ = Poll(entries, (ulong)_sites.Length, wait);
            lock (_gate)
            {
                foreach (var site in _sites)
                {
                    TakeFrom(site);
                }

                Deliver();
            }
        }
    }

    private MonotonicTime NextArrival()
    {
        var next = Now + TimeSpan.FromMilliseconds(20);
        foreach (var site in _sites)
        {
            next = Earlier(next, Earlier(site.Up.NextArrival, site.Down.NextArrival));
        }

        return next;
    }

    private static MonotonicTime Earlier(MonotonicTime one, MonotonicTime other) => one < other ? one : other;

    private void TakeFrom(Site site)
    {
        for (var i = 0; i < 64; i++)
        {
            var length = site.Device.Take(_buffer);
            if (length <= 0)
            {
                return;
            }

            var packet = _buffer.AsSpan(0, length);
            if (!IPv4Packet.IsIPv4(packet) || (site.BlocksUdp && IPv4Packet.Protocol(packet) == IPv4Packet.Udp))
            {
                continue;
            }

            if (site.Translation > 0 && IPv4Packet.Protocol(packet) == IPv4Packet.Udp)
            {
                IPv4Packet.SetSource(packet, site.TranslatedAddress);
            }

            Send(site.Up, packet.ToArray());
        }
    }

    private static void Send(EmulatedLink<Parcel> link, byte[] packet)
    {
        var now = Now;
        link.Send(now, new(packet, now), Math.Max(0, packet.Length - EmulatedHeaders));
    }

    private void Deliver()
    {
        foreach (var site in _sites)
        {
            while (site.Up.TryReceive(Now, out var parcel))
            {
                Note(site.UpDelay, site.Up, parcel);
                PassOn(parcel.Packet);
            }

            while (site.Down.TryReceive(Now, out var parcel))
            {
                Note(site.DownDelay, site.Down, parcel);
                site.Device.Put(parcel.Packet);
            }
        }
    }

    private void PassOn(byte[] packet)
    {
        var destination = IPv4Packet.Destination(packet);
        foreach (var site in _sites)
        {
            var isUdp = IPv4Packet.Protocol(packet) == IPv4Packet.Udp;
            if (isUdp && site.Translation > 0 && destination == site.TranslatedAddress)
            {
                IPv4Packet.SetDestination(packet, site.Address);
            }
            else if (destination != site.Address || (isUdp && site.Translation > 0))
            {
                continue;
            }

            if (!isUdp || !site.BlocksUdp)
            {
                Send(site.Down, packet);
            }

            return;
        }
    }

    private static void Note(DelayMeter meter, EmulatedLink<Parcel> link, Parcel parcel)
    {
        if (link.Conditions.BitsPerSecond is not null)
        {
            meter.Note(NowMs, (Now - parcel.SentAt - link.Conditions.Delay).TotalMilliseconds, parcel.Packet);
        }
    }

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(PollEntry* entries, ulong count, int timeout);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}

using Telemed.Browser.Tests.Fixtures;
using Telemed.Rtc.Time;
using Telemed.TestKit.Network;

namespace Telemed.Links.Box;

/// <summary>A place behind an access link: a network namespace, its interface, and what the link does in each direction.</summary>
internal sealed class Site : IAsyncDisposable
{
    private const uint Network = 10u << 24 | 77u << 16;
    private volatile bool _blocksUdp;
    private volatile int _translation;

    private Site(int number, NetworkNamespace network, TunDevice device)
    {
        Number = number;
        Namespace = network;
        Device = device;
        Up = new(number * 2);
        Down = new((number * 2) + 1);
    }

    public int Number { get; }

    public NetworkNamespace Namespace { get; }

    public TunDevice Device { get; }

    /// <summary>Its own address: 10.77.N.2.</summary>
    public uint Address => Network | (uint)(Number << 8) | 2;

    public string AddressText => $"10.77.{Number}.2";

    public EmulatedLink<Parcel> Up { get; }

    public EmulatedLink<Parcel> Down { get; }

    /// <summary>Whether a firewall drops UDP both ways.</summary>
    public bool BlocksUdp
    {
        get => _blocksUdp;
        set => _blocksUdp = value;
    }

    /// <summary>Raised by one: the translator gives UDP another address from now on, and forgets the one before.</summary>
    public int Translation
    {
        get => _translation;
        set => _translation = value;
    }

    /// <summary>What the others see its UDP come from.</summary>
    public uint TranslatedAddress => Network | (uint)(Number << 8) | (uint)(100 + (_translation % 100));

    /// <summary>What passed its link, by direction.</summary>
    public DelayMeter UpDelay { get; } = new();

    public DelayMeter DownDelay { get; } = new();

    public static async Task<Site> CreateAsync(int number)
    {
        var network = await NetworkNamespace.CreateAsync();
        var device = new TunDevice($"tl{Environment.ProcessId % 10_000}x{number}");
        await Shell.RunAsync("ip", "link", "set", device.Name, "netns", network.Prefix[2]);
        await network.RunAsync("ip", "addr", "add", $"10.77.{number}.2/16", "dev", device.Name);
        await network.RunAsync("ip", "link", "set", device.Name, "mtu", "1500", "up");
        return new(number, network, device);
    }

    public async ValueTask DisposeAsync()
    {
        Device.Dispose();
        await Namespace.DisposeAsync();
    }
}

/// <summary>A packet on a link.</summary>
internal readonly record struct Parcel(byte[] Packet, MonotonicTime SentAt);

using System.Net;
using System.Net.Sockets;

namespace Telemed.Media;

/// <summary>The bounds of <see cref="MediaOptions"/>.</summary>
internal static class MediaOptionsValidator
{
    /// <summary>All faults, in the order of the options.</summary>
    public static List<string> Faults(MediaOptions options)
    {
        List<string> faults = [];
        Address(nameof(options.Address), options.Address, mayBeAny: true, faults);
        foreach (var address in options.AnnouncedAddresses ?? [])
        {
            Address(nameof(options.AnnouncedAddresses), address, mayBeAny: false, faults);
        }

        Range(nameof(options.Port), options.Port, 0, 65_535, faults);
        Range(nameof(options.TcpPort), options.TcpPort, 0, 65_535, faults);
        Range(nameof(options.Shards), options.Shards, 1, 64, faults);
        if (options.Port is > 0 and <= 65_535 && options.Shards is >= 1 and <= 64
            && options.Port + options.Shards - 1 > 65_535)
        {
            faults.Add($"Port + Shards - 1 must be at most 65535, but is {options.Port + options.Shards - 1}.");
        }

        Range(nameof(options.MaximumParticipants), options.MaximumParticipants, 1, 10_000, faults);
        Range(nameof(options.MaximumRoomParticipants), options.MaximumRoomParticipants, 1, 1_000, faults);
        Range(nameof(options.SpreadAbove), options.SpreadAbove, 1, 1_000, faults);
        Range(nameof(options.RefuseAtPercentBusy), options.RefuseAtPercentBusy, 10, 100, faults);
        Range(nameof(options.Niceness), options.Niceness, -20, 0, faults);
        Range(nameof(options.AbsenceMilliseconds), options.AbsenceMilliseconds, 1_000, 600_000, faults);
        return faults;
    }

    private static void Address(string option, string? text, bool mayBeAny, List<string> faults)
    {
        if (!IPAddress.TryParse(text, out var address)
            || (address.AddressFamily == AddressFamily.InterNetworkV6 && address.IsIPv6LinkLocal))
        {
            faults.Add($"{option} must be an IPv4 or IPv6 address that is not a link-local one, but is '{text}'.");
        }
        else if (!mayBeAny && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)))
        {
            faults.Add($"{option} must name an address that a browser can reach, but is '{text}'.");
        }
    }

    private static void Range(string option, int value, int least, int most, List<string> faults)
    {
        if (value < least || value > most)
        {
            faults.Add($"{option} must be {least} to {most}, but is {value}.");
        }
    }
}

using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Telemed.Media;

/// <summary>The machine's own addresses, for those who did not say which ones to announce.</summary>
internal static class LocalAddresses
{
    /// <summary>What to name in answers: what the options say, else the bound address, else all of the machine's.</summary>
    public static IReadOnlyList<IPAddress> Announced(MediaOptions options)
    {
        if (options.AnnouncedAddresses.Length > 0)
        {
            return [.. options.AnnouncedAddresses.Select(IPAddress.Parse)];
        }

        var bound = IPAddress.Parse(options.Address);
        return bound.Equals(IPAddress.Any) ? Own(both: false)
            : bound.Equals(IPAddress.IPv6Any) ? Own(both: Socket.OSSupportsIPv6)
            : [bound];
    }

    private static List<IPAddress> Own(bool both)
    {
        var all = NetworkInterface.GetAllNetworkInterfaces()
            .Where(link => link.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
            .SelectMany(link => link.GetIPProperties().UnicastAddresses)
            .Select(address => address.Address)
            .Where(address => address.AddressFamily == AddressFamily.InterNetwork || (both && IsGlobal(address)))
            .Distinct()
            .OrderBy(address => address.AddressFamily == AddressFamily.InterNetwork ? 0 : 1)
            .ToList();
        var reachable = all.Where(address => !IPAddress.IsLoopback(address)).ToList();
        return reachable.Count > 0 ? reachable : [IPAddress.Loopback];
    }

    // A link-local address needs a zone, which a candidate cannot carry.
    private static bool IsGlobal(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 && !address.IsIPv6LinkLocal && !address.IsIPv6Multicast;
}

using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Telemed.Media;

/// <summary>The machine's own IPv4 addresses, for those who did not say which ones to announce.</summary>
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
        return bound.Equals(IPAddress.Any) ? Own() : [bound];
    }

    private static List<IPAddress> Own()
    {
        var all = NetworkInterface.GetAllNetworkInterfaces()
            .Where(link => link.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
            .SelectMany(link => link.GetIPProperties().UnicastAddresses)
            .Select(address => address.Address)
            .Where(address => address.AddressFamily == AddressFamily.InterNetwork)
            .Distinct()
            .ToList();
        var reachable = all.Where(address => !IPAddress.IsLoopback(address)).ToList();
        return reachable.Count > 0 ? reachable : [IPAddress.Loopback];
    }
}

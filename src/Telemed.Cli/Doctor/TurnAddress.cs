using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Telemed.Cli.Doctor;

/// <summary>Where a TURN server is (RFC 7065).</summary>
/// <param name="Host">Its name or address.</param>
/// <param name="Port">Its port.</param>
/// <param name="ByTcp">Whether it is asked by TCP.</param>
/// <param name="ByTls">Whether TLS stands in between.</param>
internal sealed record TurnAddress(string Host, int Port, bool ByTcp, bool ByTls)
{
    private const int Plain = 3478;
    private const int Secure = 5349;

    /// <summary>Reads <c>turn:host[:port][?transport=udp|tcp]</c> or <c>turns:…</c>; false when it is neither.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out TurnAddress? address)
    {
        address = null;
        var secure = text.StartsWith("turns:", StringComparison.Ordinal);
        if (!secure && !text.StartsWith("turn:", StringComparison.Ordinal)) return false;
        var rest = text[(secure ? 6 : 5)..].Split('?');
        var query = rest.Length > 1 ? rest[1] : "";
        var colon = rest[0].LastIndexOf(':');
        var hasPort = colon > rest[0].LastIndexOf(']');
        var port = secure ? Secure : Plain;
        if (hasPort && !int.TryParse(rest[0][(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port)) return false;
        var host = (hasPort ? rest[0][..colon] : rest[0]).Trim('[', ']');
        if (host.Length == 0 || query is not ("" or "transport=udp" or "transport=tcp")) return false;
        address = new(host, port, ByTcp: secure || query == "transport=tcp", secure);
        return true;
    }
}

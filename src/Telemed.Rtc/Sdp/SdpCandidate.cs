using System.Globalization;
using System.Net;
using Telemed.Rtc.Session;

namespace Telemed.Rtc.Sdp;

/// <summary>An a=candidate line (RFC 8839 section 5.1, TCP by RFC 6544).</summary>
/// <param name="Foundation">Equal for candidates of one base.</param>
/// <param name="Protocol">UDP or TCP.</param>
/// <param name="Priority">Higher is tried first.</param>
/// <param name="Address">An IP address, or a name that only the peer's host knows (mDNS).</param>
/// <param name="Port">The port.</param>
/// <param name="Type">host, srflx, prflx or relay.</param>
/// <param name="TcpType">active, passive or so; null for UDP.</param>
public sealed record SdpCandidate(
    string Foundation,
    NetworkProtocol Protocol,
    uint Priority,
    string Address,
    ushort Port,
    string Type,
    string? TcpType)
{
    /// <summary>A host candidate of ours.</summary>
    /// <param name="path">Where we listen.</param>
    /// <param name="index">Its place among our candidates from 0: earlier ones get the higher priority.</param>
    public static SdpCandidate Host(NetworkPath path, int index)
    {
        // RFC 8445 section 5.1.2.1: type preference 126; a TCP pair is less by far, as RFC 6544 section 4.2 advises.
        var type = path.Protocol == NetworkProtocol.Udp ? 126u : 90u;
        var priority = (type << 24) | ((uint)(65535 - index) << 8) | 255;
        return new(
            (index + 1).ToString(CultureInfo.InvariantCulture),
            path.Protocol,
            priority,
            path.ToEndPoint().Address.ToString(),
            path.Port,
            "host",
            path.Protocol == NetworkProtocol.Tcp ? "passive" : null);
    }

    /// <summary>The address as a path. False for a name.</summary>
    public bool TryGetPath(out NetworkPath path)
    {
        var found = IPAddress.TryParse(Address, out var address);
        path = found ? NetworkPath.From(new(address!, Port), Protocol) : default;
        return found;
    }

    /// <summary>The attribute's value, without "a=".</summary>
    public override string ToString()
    {
        var protocol = Protocol == NetworkProtocol.Udp ? "udp" : "tcp";
        var line = $"candidate:{Foundation} 1 {protocol} {Priority} {Address} {Port} typ {Type}";
        return TcpType is null ? line : $"{line} tcptype {TcpType}";
    }

    /// <summary>Reads the value behind "candidate:". False for RTCP components, unknown protocols and broken lines.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out SdpCandidate? candidate)
    {
        candidate = null;
        Span<Range> words = stackalloc Range[24];
        words = words[..text.Split(words, ' ', StringSplitOptions.RemoveEmptyEntries)];
        if (words.Length < 8
            || text[words[1]] is not "1"
            || !TryGetProtocol(text[words[2]], out var protocol)
            || !uint.TryParse(text[words[3]], NumberStyles.None, CultureInfo.InvariantCulture, out var priority)
            || !ushort.TryParse(text[words[5]], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || text[words[6]] is not "typ")
        {
            return false;
        }

        string? tcpType = null;
        for (var index = 8; index + 1 < words.Length; index += 2)
        {
            tcpType = text[words[index]] is "tcptype" ? text[words[index + 1]].ToString() : tcpType;
        }

        candidate = new(
            text[words[0]].ToString(),
            protocol,
            priority,
            text[words[4]].ToString(),
            port,
            text[words[7]].ToString(),
            tcpType);
        return true;
    }

    private static bool TryGetProtocol(ReadOnlySpan<char> text, out NetworkProtocol protocol)
    {
        protocol = text.Equals("tcp", StringComparison.OrdinalIgnoreCase) ? NetworkProtocol.Tcp : NetworkProtocol.Udp;
        return protocol == NetworkProtocol.Tcp || text.Equals("udp", StringComparison.OrdinalIgnoreCase);
    }
}

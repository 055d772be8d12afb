namespace Telemed.Server.Options;

/// <summary>A coturn with <c>use-auth-secret</c> that people may go through. Section <c>Telemed:Turn</c>.</summary>
internal sealed record TurnOptions
{
    /// <summary>Its addresses (RFC 7065), such as <c>turns:turn.example:443?transport=tcp</c>. Default: none.</summary>
    public required IReadOnlyList<string> Urls { get; init; }

    /// <summary>coturn's <c>static-auth-secret</c>, at least 16 characters; null without addresses.</summary>
    public string? Secret { get; init; }

    /// <summary>How long credentials are good. 10 to 10080 minutes, default 720: coturn asks for them again at each refresh.
    /// </summary>
    public required TimeSpan Lifetime { get; init; }

    /// <summary>Whether a text is the address of a TURN server: scheme, host, and no more than a port and a transport.</summary>
    public static bool IsTurnUrl(string text)
    {
        var rest = text.StartsWith("turn:", StringComparison.Ordinal) ? text[5..]
            : text.StartsWith("turns:", StringComparison.Ordinal) ? text[6..] : null;
        return rest is { Length: > 0 }
            && Uri.TryCreate("turn://" + rest, UriKind.Absolute, out var url)
            && url.Host.Length > 0 && (url.AbsolutePath is "" or "/") && url.UserInfo.Length == 0
            && (url.Query is "" or "?transport=udp" or "?transport=tcp");
    }
}

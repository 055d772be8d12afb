using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Telemed.Cli.Feed;

/// <summary>
/// Plays from an RTSP server (RFC 2326) with media in the same connection (section 10.12), which passes every firewall that
/// lets the connection pass. Basic and digest sign-in. One user.
/// </summary>
internal sealed class RtspClient : IDisposable
{
    private const int LongestHeader = 16_384;
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(25);

    private readonly Uri _url;
    private readonly TcpClient _tcp = new() { NoDelay = true };
    private readonly byte[] _bytes = new byte[128 << 10];
    private NetworkStream _stream = null!;
    private int _used;
    private int _number;
    private string _session = string.Empty;
    private Func<string, string, string>? _signIn;

    /// <summary>For an <c>rtsp://</c> address; a user and password may stand in it.</summary>
    public RtspClient(Uri url) => _url = url;

    /// <summary>The streams that are played, by channel: 2 × the place is RTP, the next number its RTCP.</summary>
    public List<PlainMedia> Streams { get; } = [];

    /// <summary>Connects, asks what there is, and sets up what the relay takes.</summary>
    /// <exception cref="CliException">Refused, no answer, or nothing that can be used.</exception>
    public async Task OpenAsync(CancellationToken stop)
    {
        try
        {
            await _tcp.ConnectAsync(_url.Host, _url.Port > 0 ? _url.Port : 554, stop);
        }
        catch (SocketException unreachable)
        {
            throw new CliException($"{_url.Host} cannot be reached: {unreachable.Message}");
        }

        _stream = _tcp.GetStream();
        var (headers, sdp) = await AskAsync("DESCRIBE", Plain, "Accept: application/sdp\r\n", stop);
        var content = headers.GetValueOrDefault("content-base") ?? Plain;
        foreach (var media in PlainMedia.Read(sdp).Where(media => media.IsUsable))
        {
            var channel = Streams.Count * 2;
            var (answer, _) = await AskAsync(
                "SETUP", Resolve(content, media.Control), $"Transport: RTP/AVP/TCP;unicast;interleaved={channel}-{channel + 1}\r\n", stop);
            _session = answer.GetValueOrDefault("session")?.Split(';')[0] ?? _session;
            Streams.Add(media);
        }

        if (Streams.Count == 0) throw new CliException("the box offers nothing in H.264, VP8 or Opus");
    }

    /// <summary>Plays until the connection ends; each packet goes to <paramref name="take"/> with its channel.</summary>
    public async Task PlayAsync(Action<int, ReadOnlyMemory<byte>> take, CancellationToken stop)
    {
        await SendAsync("PLAY", Plain, "Range: npt=0.000-\r\n", stop);
        var alive = DateTime.UtcNow;
        while (!stop.IsCancellationRequested)
        {
            if (DateTime.UtcNow - alive > KeepAlive)
            {
                alive = DateTime.UtcNow;
                await SendAsync("GET_PARAMETER", Plain, string.Empty, stop);
            }

            if (!await FillAsync(4, stop)) return;
            if (_bytes[0] != '$')
            {
                var (status, _, _) = await ReadAnswerAsync(stop);
                if (status is not (200 or 451 or 501)) throw new CliException($"the box ended playing with {status}");
                continue;
            }

            var length = (_bytes[2] << 8) | _bytes[3];
            if (!await FillAsync(4 + length, stop)) return;
            take(_bytes[1], _bytes.AsMemory(4, length));
            Drop(4 + length);
        }
    }

    /// <summary>Sends RTCP to the box on a channel.</summary>
    public void SendRtcp(int channel, ReadOnlySpan<byte> packet)
    {
        Span<byte> frame = stackalloc byte[4 + packet.Length];
        frame[0] = (byte)'$';
        frame[1] = (byte)channel;
        frame[2] = (byte)(packet.Length >> 8);
        frame[3] = (byte)packet.Length;
        packet.CopyTo(frame[4..]);
        _stream.Write(frame);
    }

    /// <inheritdoc/>
    public void Dispose() => _tcp.Dispose();

    private string Plain => new UriBuilder(_url) { UserName = string.Empty, Password = string.Empty }.Uri.ToString();

    private static string Resolve(string root, string control) =>
        control is "" or "*" ? root
        : Uri.TryCreate(control, UriKind.Absolute, out var whole) && whole.Scheme.StartsWith("rtsp", StringComparison.Ordinal) ? control
        : $"{root.TrimEnd('/')}/{control}";

    private async Task<(Dictionary<string, string> Headers, string Body)> AskAsync(string method, string url, string more, CancellationToken stop)
    {
        for (var attempt = 0; ; attempt++)
        {
            await SendAsync(method, url, more, stop);
            var (status, headers, body) = await ReadAnswerAsync(stop);
            if (status == 200) return (headers, body);
            if (status != 401 || attempt > 0 || !TryLearnSignIn(headers.GetValueOrDefault("www-authenticate") ?? string.Empty))
            {
                throw new CliException($"the box answers {method} with {status}");
            }
        }
    }

    private async Task SendAsync(string method, string url, string more, CancellationToken stop)
    {
        var text = new StringBuilder().Append(method).Append(' ').Append(url).Append(" RTSP/1.0\r\n")
            .Append(CultureInfo.InvariantCulture, $"CSeq: {++_number}\r\n")
            .Append("User-Agent: telemed\r\n")
            .Append(more);
        if (_session.Length > 0) text.Append("Session: ").Append(_session).Append("\r\n");
        if (_signIn is { } signIn) text.Append("Authorization: ").Append(signIn(method, url)).Append("\r\n");
        await _stream.WriteAsync(Encoding.ASCII.GetBytes(text.Append("\r\n").ToString()), stop);
    }

    private async Task<(int Status, Dictionary<string, string> Headers, string Body)> ReadAnswerAsync(CancellationToken stop)
    {
        int end;
        while ((end = _bytes.AsSpan(0, _used).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (_used > LongestHeader || !await FillAsync(_used + 1, stop)) throw new CliException("the box closed the connection");
        }

        var lines = Encoding.UTF8.GetString(_bytes, 0, end).Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(':', 2)).Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0].Trim().ToLowerInvariant(), pair => pair[1].Trim())
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        var words = lines[0].Split(' ');
        if (words.Length < 2 || !int.TryParse(words[1], out var status)) throw new CliException("the box does not speak RTSP");
        _ = int.TryParse(headers.GetValueOrDefault("content-length"), out var length);
        if (length < 0 || end + 4 + length > _bytes.Length || !await FillAsync(end + 4 + length, stop)) throw new CliException("the box closed the connection");
        var body = Encoding.UTF8.GetString(_bytes, end + 4, length);
        Drop(end + 4 + length);
        return (status, headers, body);
    }

    /// <summary>Reads until so many bytes are there; false when the connection ends before.</summary>
    private async Task<bool> FillAsync(int count, CancellationToken stop)
    {
        while (_used < count)
        {
            var read = await _stream.ReadAsync(_bytes.AsMemory(_used), stop);
            if (read == 0) return false;
            _used += read;
        }

        return true;
    }

    private void Drop(int count)
    {
        _bytes.AsSpan(count, _used - count).CopyTo(_bytes);
        _used -= count;
    }

    private bool TryLearnSignIn(string challenge)
    {
        var pair = Uri.UnescapeDataString(_url.UserInfo).Split(':', 2);
        if (pair.Length != 2) throw new CliException("the box wants a user and a password: rtsp://user:password@…");
        var (user, password) = (pair[0], pair[1]);
        if (challenge.StartsWith("Basic", StringComparison.OrdinalIgnoreCase))
        {
            var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
            _signIn = (_, _) => $"Basic {basic}";
            return true;
        }

        var (realm, nonce) = (Quoted(challenge, "realm"), Quoted(challenge, "nonce"));
        if (realm is null || nonce is null) return false;
        var secret = Md5($"{user}:{realm}:{password}");
        _signIn = (method, url) =>
            $"Digest username=\"{user}\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"{url}\", response=\"{Md5($"{secret}:{nonce}:{Md5($"{method}:{url}")}")}\"";
        return true;
    }

    private static string? Quoted(string challenge, string name)
    {
        var from = challenge.IndexOf(name + "=\"", StringComparison.OrdinalIgnoreCase);
        if (from < 0) return null;
        from += name.Length + 2;
        var to = challenge.IndexOf('"', from);
        return to < 0 ? null : challenge[from..to];
    }

    // RFC 2617 fixes the algorithm.
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5351", Justification = "RTSP's digest sign-in is MD5.")]
    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
}

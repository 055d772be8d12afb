using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.WebSockets;

namespace Telemed.Cli.Doctor;

/// <summary>
/// Whether a browser reaches a running server by its public address: the page, the API, WebSockets through whatever stands in
/// front, and a certificate, without which no browser gives a camera.
/// </summary>
internal static class BrowserPathCheck
{
    private const int WarnDays = 14;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Goes the way of a browser up to the sign-in.</summary>
    public static async Task<Finding> RunAsync(Uri server, CancellationToken stop)
    {
        const string What = "browser path";
        if (server.Scheme != Uri.UriSchemeHttps && !server.IsLoopback)
        {
            return new Finding(false, What, $"{server} is not https: browsers give a camera to https pages alone; put a certificate in front");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Limit);
        DateTime? until = null;
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
        {
            until = certificate is null ? null : DateTime.Parse(certificate.GetExpirationDateString(), CultureInfo.CurrentCulture);
            return errors == SslPolicyErrors.None;
        };
        using var client = new HttpClient(handler) { BaseAddress = server };
        try
        {
            var wrong = await FirstWrongAsync(client, limit.Token) ?? await WebSocketAsync(server, limit.Token);
            if (wrong is not null) return new Finding(false, What, wrong);
            return until is { } end && end < DateTime.Now.AddDays(WarnDays)
                ? new Finding(false, What, $"the certificate ends on {end:yyyy-MM-dd}: renew it")
                : new Finding(true, What, $"{server} gives the page, the API and WebSockets");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new Finding(false, What, $"{server} does not answer within {Limit.TotalSeconds:0} s: look at the firewall and the name");
        }
        catch (HttpRequestException fault)
        {
            return new Finding(false, What, $"{server}: {fault.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static async Task<string?> FirstWrongAsync(HttpClient client, CancellationToken stop)
    {
        (string Path, HttpStatusCode Wanted, string Otherwise)[] steps =
        [
            ("/healthz", HttpStatusCode.OK, "the process behind it does not answer: is it running, and does the front door point at it?"),
            ("/readyz", HttpStatusCode.OK, "the server takes no work: is it draining, or its database away?"),
            ("/", HttpStatusCode.OK, "the page is missing: was the server built with it?"),
            ("/api/me", HttpStatusCode.Unauthorized, "the API does not pass the front door"),
        ];
        foreach (var (path, wanted, otherwise) in steps)
        {
            using var answer = await client.GetAsync(path, stop);
            if (answer.StatusCode != wanted) return $"{path} answers {(int)answer.StatusCode}: {otherwise}";
        }

        return null;
    }

    /// <summary>Without a token the hub refuses a WebSocket with 401; whatever does not pass WebSockets on says something else.</summary>
    private static async Task<string?> WebSocketAsync(Uri server, CancellationToken stop)
    {
        var scheme = server.Scheme == Uri.UriSchemeHttps ? "wss" : "ws";
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        try
        {
            await socket.ConnectAsync(new Uri($"{scheme}://{server.Authority}/hubs/desk"), stop);
            return "/hubs/desk takes a WebSocket without a sign-in: something else stands there";
        }
        catch (WebSocketException) when (socket.HttpStatusCode == HttpStatusCode.Unauthorized)
        {
            return null;
        }
        catch (WebSocketException)
        {
            return $"/hubs/desk answers a WebSocket with {(int)socket.HttpStatusCode}: let the front door pass WebSockets on (Upgrade)";
        }
    }
}

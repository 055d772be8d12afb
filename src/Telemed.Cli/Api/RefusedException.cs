using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Telemed.Cli.Api;

/// <summary>The server refused a request by a problem document (RFC 9457).</summary>
internal sealed class RefusedException : CliException
{
    /// <summary>From the status and the body of the answer to <paramref name="path"/>.</summary>
    public RefusedException(HttpStatusCode status, string path, string body)
        : this(status, path, Parse(body))
    {
    }

    private RefusedException(HttpStatusCode status, string path, JsonObject? problem)
        : base(Describe(status, path, problem))
    {
        Status = status;
        Code = (string?)problem?["code"] ?? "";
        Reason = (string?)problem?["reason"] ?? "";
    }

    /// <summary>The HTTP status.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>The problem's stable code, or empty.</summary>
    public string Code { get; }

    /// <summary>Why the domain refused, when the code is <c>refused</c>.</summary>
    public string Reason { get; }

    private static JsonObject? Parse(string body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Describe(HttpStatusCode status, string path, JsonObject? problem)
    {
        var words = new[] { (string?)problem?["code"], (string?)problem?["reason"], (string?)problem?["detail"] }
            .Where(word => !string.IsNullOrEmpty(word));
        return $"the server refused {path}: {string.Join(": ", words.DefaultIfEmpty($"HTTP {(int)status}"))}";
    }
}

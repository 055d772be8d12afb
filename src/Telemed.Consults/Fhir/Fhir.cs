using System.Globalization;
using System.Text.Json.Nodes;

namespace Telemed.Consults.Fhir;

/// <summary>The small parts of FHIR R4 JSON that every resource uses. Pure.</summary>
internal static class Fhir
{
    /// <summary>What full URLs begin with; nothing is served there.</summary>
    public const string Base = "https://telemed.invalid/fhir/R4/";

    /// <summary>One of this product's own code systems.</summary>
    public static string System(string name) => "https://telemed.invalid/" + name;

    /// <summary>An instant with milliseconds, UTC.</summary>
    public static string Instant(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>From one instant to another, or on.</summary>
    public static JsonObject Period(DateTimeOffset from, DateTimeOffset? until) => until is { } end && end >= from
        ? new() { ["start"] = Instant(from), ["end"] = Instant(end) }
        : new() { ["start"] = Instant(from) };

    /// <summary>A reference within the Bundle.</summary>
    public static JsonObject Reference(string type, string id) => new() { ["reference"] = $"{type}/{id}" };

    /// <summary>A code of one of this product's systems.</summary>
    public static JsonObject Concept(string system, string code, string? text)
    {
        var concept = Coded(System(system), code);
        if (text is not null)
        {
            concept["text"] = text;
        }

        return concept;
    }

    /// <summary>A code of a named system.</summary>
    public static JsonObject Coded(string system, string code) => new()
    {
        ["coding"] = Array([new JsonObject { ["system"] = system, ["code"] = code }]),
    };

    /// <summary>The priority of an urgency.</summary>
    public static string Priority(Urgency urgency) => urgency switch
    {
        Urgency.Emergency => "stat",
        Urgency.Urgent => "urgent",
        _ => "routine",
    };

    /// <summary>Objects as an array.</summary>
    public static JsonArray Array(IEnumerable<JsonObject> all) => new([.. all]);

    /// <summary><c>Type/id</c> of a resource.</summary>
    public static string Key(JsonObject resource) => $"{resource["resourceType"]}/{resource["id"]}";

    /// <summary>The resource without empty members: FHIR allows neither null nor empty arrays.</summary>
    public static JsonObject Clean(JsonObject resource)
    {
        foreach (var empty in resource.Where(pair => pair.Value is null or JsonArray { Count: 0 }).Select(pair => pair.Key).ToList())
        {
            resource.Remove(empty);
        }

        return resource;
    }
}

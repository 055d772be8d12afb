using System.Globalization;
using System.Text.Json.Nodes;

namespace Telemed.Consults.Fhir;

/// <summary>What another system sends as FHIR R4: a request, an appointment. Pure.</summary>
public static class FhirImport
{
    /// <summary>
    /// The request of a ServiceRequest, its Patient contained; or the fault's field. The service is a coding of this
    /// product's own system, or a plain code.
    /// </summary>
    public static (ConsultRequest? Request, string? Fault) ReadRequest(JsonObject resource)
    {
        if (Text(resource["resourceType"]) != "ServiceRequest")
        {
            return (null, "resourceType");
        }

        if ((resource["code"]?["coding"] as JsonArray)?.OfType<JsonObject>()
                .Select(coding => Text(coding["code"])).OfType<string>().FirstOrDefault() is not { } service)
        {
            return (null, "code");
        }

        var urgency = Text(resource["priority"]) switch
        {
            "stat" or "asap" => Urgency.Emergency,
            "urgent" => Urgency.Urgent,
            null or "routine" => Urgency.Ordinary,
            _ => (Urgency?)null,
        };
        if (urgency is null)
        {
            return (null, "priority");
        }

        string?[] parts =
        [
            .. Texts(resource["reasonCode"], "text"), .. Texts(resource["note"], "text"), Text(resource["patientInstruction"]),
        ];
        return (
            new(new(service), urgency.Value, null, new(string.Join("\n", parts.OfType<string>()), ReadPatient(resource))), null);
    }

    /// <summary>The consult and the instant of an Appointment; or the fault's field.</summary>
    public static (ConsultId? Consult, DateTimeOffset StartsAt, string? Fault) ReadAppointment(JsonObject resource)
    {
        if (Text(resource["resourceType"]) != "Appointment")
        {
            return (null, default, "resourceType");
        }

        var basedOn = (resource["basedOn"] as JsonArray)?.OfType<JsonObject>()
            .Select(one => Text(one["reference"])).FirstOrDefault();
        if (basedOn is null || !basedOn.StartsWith("ServiceRequest/", StringComparison.Ordinal))
        {
            return (null, default, "basedOn");
        }

        return DateTimeOffset.TryParse(
            Text(resource["start"]), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start)
                ? (new ConsultId(basedOn["ServiceRequest/".Length..]), start, null)
                : (null, default, "start");
    }

    private static PatientDetails ReadPatient(JsonObject resource)
    {
        var patient = (resource["contained"] as JsonArray)?.OfType<JsonObject>()
            .FirstOrDefault(one => Text(one["resourceType"]) == "Patient");
        if (patient is null)
        {
            return PatientDetails.Unknown;
        }

        var name = (patient["name"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault();
        return new(
            Text(name?["text"]) ?? Joined(name),
            Text(patient["gender"]) switch { "male" => Sex.Male, "female" => Sex.Female, "other" => Sex.Other, _ => null },
            AgeOf(Text(patient["birthDate"]), Text(resource["authoredOn"])),
            [.. ((patient["identifier"] as JsonArray) ?? []).OfType<JsonObject>()
                .Where(one => Text(one["value"]) is not null)
                .Select(one => new PatientIdentifier((Text(one["system"]) ?? "unknown").Split('/')[^1], Text(one["value"])!))]);
    }

    private static string? Joined(JsonObject? name)
    {
        string?[] given = [.. ((name?["given"] as JsonArray) ?? []).Select(Text)];
        var whole = Text(name?["family"]) + string.Concat(given);
        return whole.Length == 0 ? null : whole;
    }

    /// <summary>Whole years from the birth to the day the request was written; <c>null</c> where either is unknown.</summary>
    private static int? AgeOf(string? birth, string? written)
    {
        if (!DateOnly.TryParseExact(birth, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var born)
            || !DateTimeOffset.TryParse(written, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            return null;
        }

        var day = DateOnly.FromDateTime(at.UtcDateTime);
        var years = day.Year - born.Year;
        return born.AddYears(years) > day ? years - 1 : years;
    }

    private static IEnumerable<string?> Texts(JsonNode? array, string field) =>
        ((array as JsonArray) ?? []).OfType<JsonObject>().Select(one => Text(one[field]));

    private static string? Text(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}

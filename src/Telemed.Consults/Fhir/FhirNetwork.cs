using System.Text.Json.Nodes;

namespace Telemed.Consults.Fhir;

/// <summary>
/// The network as FHIR R4: Organization, Practitioner and PractitionerRole, its rooms as Location and its devices as Device;
/// and back. Pure.
/// </summary>
public static class FhirNetwork
{
    private const string Level = "institution-level";
    private const string MayAsk = "https://telemed.invalid/may-ask";
    private const string ServiceOffered = "https://telemed.invalid/service-offered";
    private const string User = "sign-in";
    private const string Licence = "licence";
    private const string Years = "https://telemed.invalid/years-independent";

    /// <summary>The institutions, people, rooms and devices of a network as a Bundle of type collection.</summary>
    public static JsonObject Write(Network network)
    {
        var resources = network.Institutions.Select(Of).Concat(network.People.SelectMany(Of))
            .Concat(network.Resources.Select(Of));
        return new()
        {
            ["resourceType"] = "Bundle",
            ["type"] = "collection",
            ["entry"] = Fhir.Array(resources.Select(resource => new JsonObject
            {
                ["fullUrl"] = Fhir.Base + Fhir.Key(resource),
                ["resource"] = resource,
            })),
        };
    }

    /// <summary>An institution as an Organization.</summary>
    public static JsonObject Of(Institution one) => Fhir.Clean(new()
    {
        ["resourceType"] = "Organization",
        ["id"] = one.Id.Value,
        ["extension"] = Fhir.Array(
        [
            .. one.MayAsk.Select(asked => new JsonObject { ["url"] = MayAsk, ["valueReference"] = Fhir.Reference("Organization", asked.Value) }),
            .. one.Services.Select(code => new JsonObject { ["url"] = ServiceOffered, ["valueCode"] = code.Value }),
        ]),
        ["active"] = true,
        ["type"] = Fhir.Array([Fhir.Concept(Level, one.Level.ToString().ToLowerInvariant(), one.Type)]),
        ["name"] = one.Name.Zh,
        ["alias"] = new JsonArray(one.Name.En),
        ["telecom"] = one.Phone is null ? null : Fhir.Array([new JsonObject { ["system"] = "phone", ["value"] = one.Phone }]),
        ["partOf"] = one.Parent is { } parent ? Fhir.Reference("Organization", parent.Value) : null,
    });

    /// <summary>A room as a Location, a device as a Device.</summary>
    public static JsonObject Of(Resource one) => one.Kind == ResourceKind.Room
        ? new()
        {
            ["resourceType"] = "Location",
            ["id"] = one.Id.Value,
            ["status"] = "active",
            ["name"] = one.Name.Zh,
            ["alias"] = new JsonArray(one.Name.En),
            ["mode"] = "instance",
            ["physicalType"] = Fhir.Coded("http://terminology.hl7.org/CodeSystem/location-physical-type", "ro"),
            ["managingOrganization"] = Fhir.Reference("Organization", one.Institution.Value),
        }
        : new()
        {
            ["resourceType"] = "Device",
            ["id"] = one.Id.Value,
            ["status"] = "active",
            ["deviceName"] = Fhir.Array(
            [
                new JsonObject { ["name"] = one.Name.Zh, ["type"] = "user-friendly-name" },
                new JsonObject { ["name"] = one.Name.En, ["type"] = "other" },
            ]),
            ["owner"] = Fhir.Reference("Organization", one.Institution.Value),
        };

    /// <summary>A person as a Practitioner and a PractitionerRole.</summary>
    public static IEnumerable<JsonObject> Of(StaffMember one) =>
    [
        Fhir.Clean(new()
        {
            ["resourceType"] = "Practitioner",
            ["id"] = one.Id.Value,
            ["extension"] = Fhir.Array([new JsonObject { ["url"] = Years, ["valueInteger"] = one.YearsIndependent }]),
            ["identifier"] = Fhir.Array(Identifiers(one)),
            ["active"] = true,
            ["name"] = Fhir.Array(
            [
                new JsonObject { ["use"] = "official", ["text"] = one.Name.Zh },
                new JsonObject { ["use"] = "usual", ["text"] = one.Name.En },
            ]),
            ["qualification"] = string.IsNullOrWhiteSpace(one.Title.Zh)
                ? null
                : Fhir.Array([new JsonObject { ["code"] = Fhir.Concept("title", one.Title.En.Replace(' ', '-'), one.Title.Zh) }]),
            ["communication"] = Fhir.Array(one.Languages.Select(tag => Fhir.Coded("urn:ietf:bcp:47", tag))),
        }),
        Fhir.Clean(new()
        {
            ["resourceType"] = "PractitionerRole",
            ["id"] = one.Id.Value,
            ["active"] = true,
            ["practitioner"] = Fhir.Reference("Practitioner", one.Id.Value),
            ["organization"] = Fhir.Reference("Organization", one.Institution.Value),
            ["code"] = Fhir.Array(one.Roles.Select(role => Fhir.Concept("role", role.ToString(), null))),
            ["specialty"] = Fhir.Array(one.Services.Select(code => Fhir.Concept("service", code.Value, null))),
        }),
    ];

    /// <summary>
    /// The institutions, people, rooms and devices of a Bundle as <see cref="Write"/> makes it; what cannot be read is a fault
    /// and left out. Rooms and devices are <c>null</c> where the Bundle has none: then those that there are stay.
    /// </summary>
    public static (IReadOnlyList<Institution> Institutions, IReadOnlyList<StaffMember> People, IReadOnlyList<Resource>? Resources) Read(
        JsonObject bundle, List<NetworkFault> faults)
    {
        var resources = ((bundle["entry"] as JsonArray) ?? []).Select(entry => entry?["resource"] as JsonObject)
            .OfType<JsonObject>().ToList();
        var roles = resources.Where(one => Is(one, "PractitionerRole"))
            .ToLookup(one => After(one["practitioner"]?["reference"]), StringComparer.Ordinal);
        var things = resources.Where(one => Is(one, "Location") || Is(one, "Device")).ToList();
        return (
            [.. resources.Where(one => Is(one, "Organization")).Select(one => Try("institutions", one, faults, ReadInstitution)).OfType<Institution>()],
            [.. resources.Where(one => Is(one, "Practitioner")).Select(one => Try(
                "people", one, faults, person => ReadPerson(person, [.. roles[Text(person["id"])]]))).OfType<StaffMember>()],
            things.Count == 0
                ? null
                : [.. things.Select(one => Try("resources", one, faults, ReadResource)).OfType<Resource>()]);
    }

    private static IEnumerable<JsonObject> Identifiers(StaffMember one)
    {
        yield return new() { ["system"] = Fhir.System(User), ["value"] = one.User };
        if (one.Licence is { } licence)
        {
            yield return new() { ["system"] = Fhir.System(Licence), ["value"] = licence };
        }
    }

    private static Institution ReadInstitution(JsonObject one)
    {
        var type = Items(one["type"])[0];
        var extensions = Items(one["extension"]);
        return new(
            new(Text(one["id"])),
            new(Text(one["name"]), Text(one["alias"] is JsonArray { Count: > 0 } alias ? alias[0] : one["name"])),
            Enum.Parse<InstitutionLevel>(Code(type), ignoreCase: true),
            Text(type["text"]),
            one["partOf"] is { } above ? new InstitutionId(After(above["reference"])) : null,
            [.. extensions.Where(e => Text(e["url"]) == ServiceOffered).Select(e => new ServiceCode(Text(e["valueCode"])))],
            [.. extensions.Where(e => Text(e["url"]) == MayAsk).Select(e => new InstitutionId(After(e["valueReference"]?["reference"])))],
            Items(one["telecom"]).Select(t => Text(t["value"])).FirstOrDefault());
    }

    private static Resource ReadResource(JsonObject one)
    {
        var room = Is(one, "Location");
        var (zh, en) = room
            ? (one["name"], one["alias"] is JsonArray { Count: > 0 } alias ? alias[0] : one["name"])
            : (Items(one["deviceName"])[0]["name"], Items(one["deviceName"])[^1]["name"]);
        return new(
            new(Text(one["id"])),
            new(After(one[room ? "managingOrganization" : "owner"]?["reference"])),
            room ? ResourceKind.Room : ResourceKind.Device,
            new(Text(zh), Text(en)));
    }

    private static StaffMember ReadPerson(JsonObject one, IReadOnlyList<JsonObject> roles)
    {
        var names = Items(one["name"]);
        var title = Items(one["qualification"]) is [var first, ..] ? first["code"] as JsonObject : null;
        var role = roles[0];
        string? Identifier(string system) => Items(one["identifier"])
            .Where(i => Text(i["system"]) == Fhir.System(system)).Select(i => Text(i["value"])).FirstOrDefault();
        return new(
            new(Text(one["id"])),
            Identifier(User) ?? throw new FormatException("A person has a sign-in name."),
            new(Text(names[0]["text"]), Text(names[^1]["text"])),
            title is null ? new("", "") : new(Text(title["text"]), Code(title).Replace('-', ' ')),
            [.. Items(role["code"]).Select(code => Enum.Parse<Role>(Code(code)))],
            new(After(role["organization"]?["reference"])),
            [.. Items(role["specialty"]).Select(code => new ServiceCode(Code(code)))],
            [.. Items(one["communication"]).Select(Code)],
            Identifier(Licence),
            Items(one["extension"]).Where(e => Text(e["url"]) == Years).Select(e => (int)e["valueInteger"]!).FirstOrDefault());
    }

    private static T? Try<T>(string part, JsonObject resource, List<NetworkFault> faults, Func<JsonObject, T> read)
        where T : class
    {
        try
        {
            return read(resource);
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException or InvalidOperationException)
        {
            faults.Add(new(part, resource["id"]?.ToString() ?? "?", "resource", "unreadable"));
            return null;
        }
    }

    private static bool Is(JsonObject resource, string type) => resource["resourceType"]?.ToString() == type;

    private static string Text(JsonNode? node) => node?.ToString() ?? throw new FormatException("A value is missing.");

    private static string After(JsonNode? reference) => Text(reference).Split('/')[^1];

    private static string Code(JsonObject concept) => Text(Items(concept["coding"])[0]["code"]);

    private static IReadOnlyList<JsonObject> Items(JsonNode? array) => [.. ((array as JsonArray) ?? []).OfType<JsonObject>()];
}

using System.Globalization;
using System.Text.Json.Nodes;
using Telemed.Consults.Consults;
using Telemed.Consults.Institutions;
using Telemed.Consults.Views;
using Telemed.Recording.Manifest;

namespace Telemed.Server.Recordings;

/// <summary>
/// A FHIR R4 bundle about one recording: the patient, the consult as a virtual encounter, the composed video as Media, all of
/// it as one DocumentReference, and a Provenance that carries the node's signature. Attachments name the files that lie
/// beside it.
/// </summary>
internal sealed class FhirBundle(RecordingManifest manifest, ConsultView consult, DateTimeOffset now, Func<string, Name> name)
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    private string PatientUrl => "urn:telemed:patient:" + manifest.ConsultId;

    private string EncounterUrl => "urn:telemed:encounter:" + manifest.ConsultId;

    private string MediaUrl => "urn:telemed:media:" + manifest.RecordingId;

    private string DocumentUrl => "urn:telemed:document:" + manifest.RecordingId;

    /// <summary>The bundle.</summary>
    /// <param name="sums">SHA-1 of each finished file, by its name.</param>
    /// <param name="signature">The node's signature of the manifest, DER.</param>
    public JsonObject Write(IReadOnlyDictionary<string, byte[]> sums, byte[] signature) => new()
    {
        ["resourceType"] = "Bundle",
        ["type"] = "collection",
        ["timestamp"] = Instant(now),
        ["entry"] = new JsonArray(
            Entry(PatientUrl, Patient()),
            Entry(EncounterUrl, Encounter()),
            Entry(MediaUrl, Media(sums)),
            Entry(DocumentUrl, Document(sums)),
            Entry("urn:telemed:provenance:" + manifest.RecordingId, Provenance(signature))),
    };

    private JsonObject Patient()
    {
        var patient = new JsonObject { ["resourceType"] = "Patient", ["id"] = "patient" };
        if (consult.Patient is not { } details)
        {
            return patient;
        }

        if (details.Identifiers.Count > 0)
        {
            patient["identifier"] = Array(details.Identifiers.Select(one =>
                new JsonObject { ["system"] = one.System, ["value"] = one.Value }));
        }

        if (!string.IsNullOrWhiteSpace(details.Name))
        {
            patient["name"] = Array([new JsonObject { ["text"] = details.Name }]);
        }

        patient["gender"] = details.Sex switch { Sex.Male => "male", Sex.Female => "female", Sex.Other => "other", _ => "unknown" };
        return patient;
    }

    private JsonObject Encounter() => new()
    {
        ["resourceType"] = "Encounter",
        ["id"] = "encounter",
        ["identifier"] = Array([new JsonObject { ["system"] = "urn:telemed:consult", ["value"] = manifest.ConsultId }]),
        ["status"] = "finished",
        ["class"] = Coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", "VR", "virtual"),
        ["subject"] = Reference(PatientUrl),
        ["period"] = Period(),
        ["participant"] = Array(manifest.Participants.Select(person => new JsonObject
        {
            ["individual"] = new JsonObject { ["display"] = Display(person.Participant) },
        })),
    };

    private JsonObject Media(IReadOnlyDictionary<string, byte[]> sums) => new()
    {
        ["resourceType"] = "Media",
        ["id"] = "media",
        ["identifier"] = Array([new JsonObject { ["system"] = "urn:telemed:recording", ["value"] = manifest.RecordingId }]),
        ["status"] = "completed",
        ["type"] = new JsonObject
        {
            ["coding"] = Array([Coding("http://terminology.hl7.org/CodeSystem/media-type", "video", "Video")]),
        },
        ["subject"] = Reference(PatientUrl),
        ["encounter"] = Reference(EncounterUrl),
        ["createdPeriod"] = Period(),
        ["issued"] = Instant(manifest.EndedAt),
        ["width"] = manifest.Video.Width,
        ["height"] = manifest.Video.Height,
        ["duration"] = JsonNode.Parse((manifest.Video.DurationMs / 1000.0).ToString("F3", Plain)),
        ["content"] = Attachment(manifest.Video, sums),
    };

    private JsonObject Document(IReadOnlyDictionary<string, byte[]> sums) => new()
    {
        ["resourceType"] = "DocumentReference",
        ["id"] = "document",
        ["masterIdentifier"] = new JsonObject { ["system"] = "urn:telemed:recording", ["value"] = manifest.RecordingId },
        ["status"] = "current",
        ["docStatus"] = "final",
        ["type"] = new JsonObject { ["text"] = "Recording of a remote consult 远程会诊录像" },
        ["subject"] = Reference(PatientUrl),
        ["date"] = Instant(manifest.EndedAt),
        ["author"] = Array(manifest.Participants.Select(person => new JsonObject { ["display"] = Display(person.Participant) })),
        ["custodian"] = new JsonObject { ["display"] = consult.Requester.Institution.Zh },
        ["content"] = Array(manifest.Files().Select(file => new JsonObject { ["attachment"] = Attachment(file, sums) })),
        ["context"] = new JsonObject
        {
            ["encounter"] = Array([Reference(EncounterUrl)]),
            ["period"] = Period(),
            ["related"] = Array([Reference(MediaUrl)]),
        },
    };

    private JsonObject Provenance(byte[] signature) => new()
    {
        ["resourceType"] = "Provenance",
        ["id"] = "provenance",
        ["target"] = Array([Reference(DocumentUrl), Reference(MediaUrl)]),
        ["recorded"] = Instant(manifest.EndedAt),
        ["agent"] = Array([new JsonObject { ["who"] = new JsonObject { ["display"] = manifest.Software } }]),
        ["signature"] = Array([new JsonObject
        {
            // ProofOfOrigin; over manifest.json, with the certificate beside it.
            ["type"] = Array([Coding("urn:iso-astm:E1762-95:2013", "1.2.840.10065.1.12.1.14", "Source Signature")]),
            ["when"] = Instant(manifest.EndedAt),
            ["who"] = new JsonObject { ["display"] = manifest.Software },
            ["targetFormat"] = "application/json",
            ["sigFormat"] = "application/octet-stream",
            ["data"] = Convert.ToBase64String(signature),
        }]),
    };

    private JsonObject Attachment(ManifestFile file, IReadOnlyDictionary<string, byte[]> sums) => new()
    {
        ["contentType"] = file.ContentType,
        ["url"] = file.Name,
        ["size"] = file.SizeBytes,
        ["hash"] = Convert.ToBase64String(sums[file.Name]),
        ["title"] = file.Name,
        ["creation"] = Instant(manifest.EndedAt),
    };

    private string Display(string participant) => name(participant).Zh;

    private JsonObject Period() => new() { ["start"] = Instant(manifest.StartedAt), ["end"] = Instant(manifest.EndedAt) };

    private static JsonObject Entry(string url, JsonObject resource) => new() { ["fullUrl"] = url, ["resource"] = resource };

    private static JsonObject Reference(string url) => new() { ["reference"] = url };

    private static JsonObject Coding(string system, string code, string display) =>
        new() { ["system"] = system, ["code"] = code, ["display"] = display };

    private static JsonArray Array(IEnumerable<JsonObject> items) => [.. items];

    private static string Instant(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", Plain);
}

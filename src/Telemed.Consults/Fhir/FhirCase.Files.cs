using System.Text;
using System.Text.Json.Nodes;

namespace Telemed.Consults.Fhir;

/// <summary>
/// What was recorded, attached and written: recordings and stills as Media, files and the signed opinion as DocumentReference.
/// The bytes of files and recordings stay where they are and are asked for at their address, with the same rights.
/// </summary>
public sealed partial class FhirCase
{
    private string OpinionDocument => File.Id.Value + "-opinion";

    private JsonObject? Encounter() => Engaged?.SessionStartedAt is null ? null : Fhir.Reference("Encounter", File.Id.Value);

    /// <summary>Whether it was filed before the wrong patient was found out, and so may be about somebody else.</summary>
    private bool IsOfAnother(DateTimeOffset filed) =>
        facts.OfType<ConsultEvent.WrongPatientStopped>().LastOrDefault() is { } stop && filed <= stop.At;

    private void AddRecordings()
    {
        foreach (var recording in recordings.Select(row => row.State).Where(one => one.StartedAt is not null))
        {
            Add(new()
            {
                ["resourceType"] = "Media",
                ["id"] = recording.Id.Value,
                ["status"] = File.Quarantined.Contains(recording.Id) ? "entered-in-error"
                    : recording.Status == RecordingStatus.Sealed ? "completed" : "in-progress",
                ["subject"] = Patient(),
                ["encounter"] = Encounter(),
                ["createdDateTime"] = Fhir.Instant(recording.StartedAt!.Value),
                ["duration"] = Math.Round(recording.RecordedMsAt(now) / 1000m, 3),
                ["content"] = new JsonObject
                {
                    ["contentType"] = "video/mp4",
                    ["url"] = $"/api/recordings/{recording.Id.Value}/video",
                    ["title"] = "recording",
                },
            });
        }
    }

    /// <summary>A still is a picture of the session; everything else is a document that somebody added.</summary>
    private void AddFile(Attachment file)
    {
        var content = new JsonObject
        {
            ["contentType"] = file.MediaType,
            ["url"] = $"/api/consults/{File.Id.Value}/attachments/{file.Id}",
            ["size"] = file.Size,
            ["title"] = file.Name ?? file.Still?.Feed ?? file.Id,
            ["creation"] = Fhir.Instant(file.At),
        };
        var hash = new JsonObject { ["system"] = Fhir.System("sha-256"), ["value"] = file.Sha256 };
        Add(file.Still is { } still
            ? new()
            {
                ["resourceType"] = "Media",
                ["id"] = file.Id,
                ["identifier"] = Fhir.Array([hash]),
                ["basedOn"] = Fhir.Array([Fhir.Reference("ServiceRequest", File.Id.Value)]),
                ["status"] = IsOfAnother(file.At) ? "entered-in-error" : "completed",
                ["type"] = Fhir.Coded("http://terminology.hl7.org/CodeSystem/media-type", "image"),
                ["view"] = Fhir.Concept("feed", still.Feed, null),
                ["subject"] = Patient(),
                ["encounter"] = Encounter(),
                ["createdDateTime"] = Fhir.Instant(file.At),
                ["operator"] = Operator(still.Of),
                ["content"] = content,
            }
            : new()
            {
                ["resourceType"] = "DocumentReference",
                ["id"] = file.Id,
                ["identifier"] = Fhir.Array([hash]),
                ["status"] = IsOfAnother(file.At) ? "entered-in-error" : "current",
                ["type"] = Fhir.Concept("document", "attachment", null),
                ["subject"] = Patient(),
                ["date"] = Fhir.Instant(file.At),
                ["author"] = Fhir.Array([Practitioner(file.By)]),
                ["content"] = Fhir.Array([new JsonObject { ["attachment"] = content }]),
                ["context"] = new JsonObject { ["related"] = Fhir.Array([Fhir.Reference("ServiceRequest", File.Id.Value)]) },
            });
    }

    /// <summary>The opinion as it was signed, with its addenda, for systems that keep documents and read no reports.</summary>
    private void AddOpinionDocument(Opinion opinion, DateTimeOffset signed, string text) => Add(new()
    {
        ["resourceType"] = "DocumentReference",
        ["id"] = OpinionDocument,
        ["status"] = "current",
        ["docStatus"] = opinion.Addenda.IsEmpty ? "final" : "amended",
        ["type"] = Fhir.Concept("document", "opinion", "会诊意见"),
        ["subject"] = Patient(),
        ["date"] = Fhir.Instant(opinion.Addenda.IsEmpty ? signed : opinion.Addenda[^1].At),
        ["author"] = Fhir.Array([Practitioner(opinion.Author)]),
        ["authenticator"] = Practitioner(opinion.Author),
        ["content"] = Fhir.Array([new JsonObject
        {
            ["attachment"] = new JsonObject
            {
                ["contentType"] = "text/plain; charset=utf-8",
                ["language"] = "zh-CN",
                ["data"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(text)),
                ["title"] = "会诊意见",
                ["creation"] = Fhir.Instant(signed),
            },
        }]),
        ["context"] = Fhir.Clean(new()
        {
            ["encounter"] = Encounter() is { } encounter ? Fhir.Array([encounter]) : null,
            ["related"] = Fhir.Array([Fhir.Reference("DiagnosticReport", File.Id.Value)]),
        }),
    });

    /// <summary>Whose camera it was; a family member is nobody whom FHIR lets operate one, and is left out.</summary>
    private JsonObject? Operator(PersonId id) => Practitioner(id) is { } one && one.ContainsKey("reference") ? one : null;
}

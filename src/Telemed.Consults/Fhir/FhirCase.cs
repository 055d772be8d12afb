using System.Text.Json.Nodes;
using Telemed.Consults.Desk;

namespace Telemed.Consults.Fhir;

/// <summary>
/// A whole case as a FHIR R4 Bundle (hl7.org/fhir/R4), one resource for each thing that was said, done or decided. Pure.
/// </summary>
/// <param name="network">Names of people and institutions.</param>
/// <param name="state">The case.</param>
/// <param name="facts">What happened, in order.</param>
/// <param name="recordings">Its recordings.</param>
/// <param name="now">When it is exported.</param>
/// <param name="keepsOrders">Whether who exports sees what was drawn and ordered.</param>
public sealed partial class FhirCase(
    Network network,
    ConsultState.Filed state,
    IReadOnlyList<ConsultEvent> facts,
    IReadOnlyList<RecordingRow> recordings,
    DateTimeOffset now,
    bool keepsOrders = false)
{
    private readonly List<JsonObject> _resources = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    private CaseFile File => state.File;

    private Engagement? Engaged => (state as ConsultState.Engaged)?.Engagement;

    /// <summary>The Bundle, of type collection.</summary>
    public JsonObject Build()
    {
        AddPatient();
        AddRequest();
        foreach (var offer in File.Offers)
        {
            AddTask(offer);
        }

        AddAppointment();
        AddEncounter();
        for (var i = 0; i < File.Consents.Length; i++)
        {
            AddConsent(File.Consents[i], i);
        }

        AddRecordings();
        foreach (var file in File.Attachments)
        {
            AddFile(file);
        }

        foreach (var line in File.Chat)
        {
            AddLine(line);
        }

        AddReport();
        AddContract();
        for (var i = 0; i < File.Aftermath.Alerts.Length; i++)
        {
            AddAlert(File.Aftermath.Alerts[i], i);
        }

        AddTrail();
        return new()
        {
            ["resourceType"] = "Bundle",
            ["type"] = "collection",
            ["timestamp"] = Fhir.Instant(now),
            ["entry"] = Fhir.Array(_resources.Select(resource => new JsonObject
            {
                ["fullUrl"] = Fhir.Base + Fhir.Key(resource),
                ["resource"] = resource,
            })),
        };
    }

    private JsonObject Patient() => Fhir.Reference("Patient", File.Id.Value);

    private void AddPatient()
    {
        var patient = File.Request.Text?.Patient ?? PatientDetails.Unknown;
        Add(new()
        {
            ["resourceType"] = "Patient",
            ["id"] = File.Id.Value,
            ["identifier"] = Fhir.Array(patient.Identifiers.Select(one => new JsonObject
            {
                ["system"] = Fhir.System("identifier/" + one.System),
                ["value"] = one.Value,
            })),
            ["name"] = patient.Name is null ? null : Fhir.Array([new JsonObject { ["text"] = patient.Name }]),
            ["gender"] = patient.Sex switch { Sex.Male => "male", Sex.Female => "female", Sex.Other => "other", _ => "unknown" },
        });
    }

    private void AddRequest() => Add(new()
    {
        ["resourceType"] = "ServiceRequest",
        ["id"] = File.Id.Value,
        ["status"] = state.Status switch
        {
            ConsultStatus.Draft or ConsultStatus.Returned => "draft",
            ConsultStatus.Cancelled or ConsultStatus.Rejected or ConsultStatus.NoShow => "revoked",
            ConsultStatus.Closed or ConsultStatus.Archived or ConsultStatus.ConvertedToTransfer => "completed",
            _ => "active",
        },
        ["intent"] = "order",
        ["priority"] = Fhir.Priority(File.Request.Urgency),
        ["code"] = Fhir.Concept("service", File.Request.Service.Value, network.FindService(File.Request.Service)?.Name.Zh),
        ["subject"] = Patient(),
        ["authoredOn"] = Fhir.Instant(File.SubmittedAt ?? File.CreatedAt),
        ["requester"] = Practitioner(File.Requester),
        ["performer"] = Engaged is { } engaged ? Fhir.Array([Practitioner(engaged.Lead)]) : null,
        ["reasonCode"] = File.Request.Text is { } text ? Fhir.Array([new JsonObject { ["text"] = text.Summary }]) : null,
    });

    /// <summary>An offer with its three times: when it rang, when it was answered, when the room was entered.</summary>
    private void AddTask(Offer offer) => Add(new()
    {
        ["resourceType"] = "Task",
        ["id"] = offer.Id.Value,
        ["basedOn"] = Fhir.Array([Fhir.Reference("ServiceRequest", File.Id.Value)]),
        ["status"] = offer.Status switch
        {
            OfferStatus.Offered => "requested",
            OfferStatus.Accepted => "accepted",
            OfferStatus.Declined => "rejected",
            OfferStatus.Expired => "failed",
            _ => "cancelled",
        },
        ["statusReason"] = offer.DeclineReason is null ? null : new JsonObject { ["text"] = offer.DeclineReason },
        ["intent"] = "order",
        ["for"] = Patient(),
        ["authoredOn"] = Fhir.Instant(offer.NotifiedAt),
        ["lastModified"] = Fhir.Instant(offer.JoinedAt ?? offer.RespondedAt ?? offer.NotifiedAt),
        ["executionPeriod"] = offer.RespondedAt is { } responded
            ? Fhir.Period(responded, offer.JoinedAt)
            : null,
        ["requester"] = Practitioner(File.Requester),
        ["owner"] = Practitioner(offer.Specialist),
    });

    private void AddEncounter()
    {
        if (Engaged is not { SessionStartedAt: { } started } engaged)
        {
            return;
        }

        Add(new()
        {
            ["resourceType"] = "Encounter",
            ["id"] = File.Id.Value,
            ["status"] = engaged.SessionEndedAt is null ? "in-progress" : "finished",
            ["class"] = new JsonObject
            {
                ["system"] = "http://terminology.hl7.org/CodeSystem/v3-ActCode",
                ["code"] = "VR",
                ["display"] = "virtual",
            },
            ["subject"] = Patient(),
            ["basedOn"] = Fhir.Array([Fhir.Reference("ServiceRequest", File.Id.Value)]),
            ["participant"] = Fhir.Array(engaged.Experts.Where(one => one.JoinedAt is not null).Select(one => one.Person)
                .Prepend(engaged.Lead).Prepend(File.Requester).Distinct()
                .Select(person => new JsonObject { ["individual"] = Practitioner(person) })),
            ["period"] = Fhir.Period(started, engaged.SessionEndedAt),
        });
    }

    private void AddConsent(Consent consent, int index) => Add(new()
    {
        ["resourceType"] = "Consent",
        ["id"] = $"{File.Id.Value}-{index + 1}",
        ["status"] = consent.Granted ? "active" : "rejected",
        ["scope"] = Fhir.Coded("http://terminology.hl7.org/CodeSystem/consentscope", consent.Item switch
        {
            ConsentItem.Consult => "treatment",
            ConsentItem.Recording => "patient-privacy",
            _ => "research",
        }),
        ["category"] = Fhir.Array([Fhir.Concept("consent-item", consent.Item.ToString().ToLowerInvariant(), null)]),
        ["patient"] = Patient(),
        ["dateTime"] = Fhir.Instant(consent.At),
        ["performer"] = Fhir.Array([consent.Subject == ConsentSubject.Patient ? Patient() : Practitioner(consent.Person)]),
        ["policy"] = Fhir.Array([new JsonObject { ["uri"] = Fhir.System("consent-text/" + consent.TextVersion) }]),
        ["verification"] = consent.Witness is { } witness
            ? Fhir.Array([new JsonObject
            {
                ["verified"] = true,
                ["verifiedWith"] = new JsonObject { ["display"] = witness },
                ["verificationDate"] = Fhir.Instant(consent.At),
            }])
            : null,
        ["provision"] = new JsonObject { ["type"] = consent.Granted ? "permit" : "deny" },
    });

    /// <summary>A line of the chat. One that was written about another patient is marked as an error, and says nothing.</summary>
    private void AddLine(ChatLine line) => Add(new()
    {
        ["resourceType"] = "Communication",
        ["id"] = $"{File.Id.Value}-chat-{line.Id}",
        ["basedOn"] = Fhir.Array([Fhir.Reference("ServiceRequest", File.Id.Value)]),
        ["status"] = line.IsSetApart ? "entered-in-error" : "completed",
        ["category"] = Fhir.Array([Fhir.Concept("communication", "chat", null)]),
        ["medium"] = Fhir.Array([Fhir.Coded("http://terminology.hl7.org/CodeSystem/v3-ParticipationMode", "WRITTEN")]),
        ["subject"] = Patient(),
        ["encounter"] = Encounter(),
        ["sent"] = Fhir.Instant(line.At),
        ["sender"] = Practitioner(line.By),
        ["payload"] = line is { IsSetApart: false, Text: { } text }
            ? Fhir.Array([new JsonObject { ["contentString"] = text }])
            : null,
    });

    private void AddReport()
    {
        if (Engaged?.Opinion is not { Text: { } text, SignedAt: { } signed } opinion)
        {
            return;
        }

        var conclusion = string.Join("\n\n", opinion.Addenda.Select(one => one.Text).Prepend(text.Advice).Prepend(text.Findings)
            .Where(part => !string.IsNullOrWhiteSpace(part)));
        AddOpinionDocument(opinion, signed, conclusion);
        Add(new()
        {
            ["resourceType"] = "DiagnosticReport",
            ["id"] = File.Id.Value,
            ["basedOn"] = Fhir.Array([Fhir.Reference("ServiceRequest", File.Id.Value)]),
            ["status"] = opinion.Addenda.IsEmpty ? "final" : "amended",
            ["code"] = Fhir.Concept("service", File.Request.Service.Value, network.FindService(File.Request.Service)?.Name.Zh),
            ["subject"] = Patient(),
            ["encounter"] = Encounter(),
            ["issued"] = Fhir.Instant(signed),
            ["performer"] = Fhir.Array([Practitioner(opinion.Author)]),
            ["resultsInterpreter"] = Fhir.Array(Engaged.Experts.Where(one => one.SignedAt is not null)
                .Select(one => Practitioner(one.Person))),
            ["conclusion"] = conclusion,
        });
        Add(new()
        {
            ["resourceType"] = "Provenance",
            ["id"] = File.Id.Value,
            ["target"] = Fhir.Array([Fhir.Reference("DiagnosticReport", File.Id.Value), Fhir.Reference("DocumentReference", OpinionDocument)]),
            ["recorded"] = Fhir.Instant(signed),
            ["activity"] = Fhir.Coded("http://terminology.hl7.org/CodeSystem/v3-DocumentCompletion", "LA"),
            ["agent"] = Fhir.Array([new JsonObject { ["who"] = Practitioner(opinion.Author) }]),
        });
    }

    /// <summary>The family doctor's contract: offering it is the doctor's signature, answering it the patient's.</summary>
    private void AddContract()
    {
        if (File.Aftermath.Contract is not { } contract)
        {
            return;
        }

        Add(new()
        {
            ["resourceType"] = "Contract",
            ["id"] = File.Id.Value,
            ["status"] = contract.StatusAt(now) switch
            {
                ContractStatus.Offered => "offered",
                ContractStatus.InForce => "executed",
                ContractStatus.Declined => "rejected",
                ContractStatus.Ended => "terminated",
                _ => "resolved",
            },
            ["issued"] = Fhir.Instant(contract.At),
            ["applies"] = Fhir.Period(contract.At, contract.EndedAt ?? contract.Until),
            ["subject"] = Fhir.Array([Patient()]),
            ["author"] = Practitioner(contract.Doctor),
            ["type"] = Fhir.Concept("contract", "family-doctor", "家庭医生签约"),
            ["signer"] = Fhir.Array(
            [
                Signer("PRIMAUTH", "1.2.840.10065.1.12.1.1", Practitioner(contract.Doctor), contract.At),
                .. contract is { Signed: true, AnsweredAt: { } signed }
                    ? (JsonObject[])[Signer("CONSENTER", "1.2.840.10065.1.12.1.7", Patient(), signed)]
                    : [],
            ]),
        });
    }

    private static JsonObject Signer(string kind, string signature, JsonObject party, DateTimeOffset at) => new()
    {
        ["type"] = new JsonObject { ["system"] = "http://terminology.hl7.org/CodeSystem/contractsignertypecodes", ["code"] = kind },
        ["party"] = party,
        ["signature"] = Fhir.Array([new JsonObject
        {
            ["type"] = Fhir.Array([new JsonObject { ["system"] = "urn:iso-astm:E1762-95:2013", ["code"] = signature }]),
            ["when"] = Fhir.Instant(at),
            ["who"] = party.DeepClone(),
        }]),
    };

    /// <summary>A call from home, and the answer to it.</summary>
    private void AddAlert(HomeAlert alert, int index)
    {
        var id = $"{File.Id.Value}-call-{index + 1}";
        Add(new()
        {
            ["resourceType"] = "Communication",
            ["id"] = id,
            ["basedOn"] = Fhir.Array([Fhir.Reference("ServiceRequest", File.Id.Value)]),
            ["status"] = alert.AnsweredAt is null ? "in-progress" : "completed",
            ["category"] = Fhir.Array([Fhir.Coded("http://terminology.hl7.org/CodeSystem/communication-category", "alert")]),
            ["priority"] = "urgent",
            ["subject"] = Patient(),
            ["sent"] = Fhir.Instant(alert.At),
            ["received"] = alert.AnsweredAt is { } received ? Fhir.Instant(received) : null,
            ["recipient"] = Fhir.Array([House(File.Institution)]),
            ["sender"] = Practitioner(alert.By),
            ["payload"] = alert.Text is { } text ? Fhir.Array([new JsonObject { ["contentString"] = text }]) : null,
        });
        if (alert is { AnsweredBy: { } by, AnsweredAt: { } answered })
        {
            Add(new()
            {
                ["resourceType"] = "Communication",
                ["id"] = id + "-answer",
                ["inResponseTo"] = Fhir.Array([Fhir.Reference("Communication", id)]),
                ["status"] = "completed",
                ["subject"] = Patient(),
                ["sent"] = Fhir.Instant(answered),
                ["recipient"] = Fhir.Array([Patient()]),
                ["sender"] = Practitioner(by),
                ["payload"] = alert.Answer is { } answer ? Fhir.Array([new JsonObject { ["contentString"] = answer }]) : null,
            });
        }
    }

    /// <summary>A reference to a house, which is put into the Bundle the first time.</summary>
    private JsonObject House(InstitutionId id)
    {
        if (_known.Add("Organization/" + id.Value) && network.FindInstitution(id) is { } house)
        {
            Add(FhirNetwork.Of(house));
        }

        return Fhir.Reference("Organization", id.Value);
    }

    /// <summary>Every fact of the case: who did what when, without what was written.</summary>
    private void AddTrail()
    {
        for (var i = 0; i < facts.Count; i++)
        {
            var fact = facts[i];
            if (!keepsOrders && ViewBuilder.IsOfOrders(fact))
            {
                continue;
            }

            Add(new()
            {
                ["resourceType"] = "AuditEvent",
                ["id"] = $"{File.Id.Value}-{i + 1}",
                ["type"] = new JsonObject
                {
                    ["system"] = "http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle",
                    ["code"] = "amend",
                },
                ["subtype"] = Fhir.Array([new JsonObject
                {
                    ["system"] = Fhir.System("fact"),
                    ["code"] = fact.GetType().Name,
                }]),
                ["recorded"] = Fhir.Instant(fact.At),
                ["outcome"] = "0",
                ["agent"] = Fhir.Array([new JsonObject
                {
                    ["who"] = fact.By == PersonId.System
                        ? new JsonObject { ["display"] = "system" }
                        : Practitioner(fact.By),
                    ["requestor"] = fact.By != PersonId.System,
                }]),
                ["source"] = new JsonObject { ["observer"] = new JsonObject { ["display"] = "Telemed" } },
                ["entity"] = Fhir.Array([new JsonObject { ["what"] = Fhir.Reference("ServiceRequest", File.Id.Value) }]),
            });
        }
    }

    /// <summary>
    /// A reference to a person, who is put into the Bundle with their institution the first time; who came by a link is the
    /// patient, or is only called by what they are.
    /// </summary>
    private JsonObject Practitioner(PersonId id)
    {
        if (File.FindGuest(id) is { } guest)
        {
            return guest.Kind == GuestKind.Patient ? Patient() : new JsonObject { ["display"] = "family" };
        }

        if (_known.Add("Practitioner/" + id.Value) && network.FindPerson(id) is { } person)
        {
            foreach (var resource in FhirNetwork.Of(person))
            {
                Add(resource);
            }

            House(person.Institution);
        }

        return Fhir.Reference("Practitioner", id.Value);
    }

    private void Add(JsonObject resource) => _resources.Add(Fhir.Clean(resource));
}

using System.Text;
using System.Text.Json.Nodes;
using Firely.Fhir.Validation;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Hl7.Fhir.Specification.Source;
using Hl7.Fhir.Specification.Terminology;
using Telemed.Consults.Consults;
using Telemed.Consults.Fhir;
using Telemed.Consults.Institutions;

namespace Telemed.Consults.Tests.Fhir;

/// <summary>A whole case as FHIR, held against the published R4 StructureDefinitions by an independent validator.</summary>
public sealed class FhirCaseTests
{
    private const string Room = "r-east-room";
    private const string Sonograph = "r-east-ultrasound";

    private static readonly string Paper = string.Concat(Enumerable.Repeat("a1", 32));
    private static readonly string Picture = string.Concat(Enumerable.Repeat("b2", 32));

    private static readonly Lazy<Validator> R4 = new(() =>
    {
        var source = new CachedResolver(ZipSource.CreateValidationSource());
        return new Validator(source, new LocalTerminologyService(source));
    });

    [Fact]
    public void A_closed_case_with_experts_appointment_consents_and_addendum_is_a_valid_bundle()
    {
        var (state, facts) = Story();
        var bundle = new FhirCase(DemoNetwork.Build(Cases.T0), state, facts, [], Cases.T0.AddDays(1)).Build();

        Valid(bundle);
        var types = ((JsonArray)bundle["entry"]!).Select(entry => entry!["resource"]!["resourceType"]!.ToString()).ToHashSet();
        Assert.Superset(
            new HashSet<string>
            {
                "Patient", "ServiceRequest", "Task", "Appointment", "Schedule", "Slot", "Encounter", "Consent", "Media",
                "DocumentReference", "DiagnosticReport", "Provenance", "AuditEvent", "Practitioner", "PractitionerRole",
                "Organization", "Location", "Device", "Contract", "Communication",
            },
            types);
    }

    [Fact]
    public void The_appointment_names_the_half_hour_of_the_leads_that_it_takes_with_its_room_and_device()
    {
        var (state, facts) = Story();
        var bundle = new FhirCase(DemoNetwork.Build(Cases.T0), state, facts, [], Cases.T0.AddDays(1)).Build();

        var slot = Resources(bundle, "Slot").Single();
        Assert.Equal("Slot/" + slot["id"], Resources(bundle, "Appointment").Single()["slot"]![0]!["reference"]!.ToString());
        Assert.Equal(
            ("2026-03-02T12:00:00.000Z", "2026-03-02T12:30:00.000Z", "busy"),
            (slot["start"]!.ToString(), slot["end"]!.ToString(), slot["status"]!.ToString()));
        var schedule = Resources(bundle, "Schedule").Single();
        Assert.Equal("Schedule/" + schedule["id"], slot["schedule"]!["reference"]!.ToString());
        Assert.Equal(
            ["Practitioner/p-zhao-wei", "Location/" + Room, "Device/" + Sonograph],
            schedule["actor"]!.AsArray().Select(one => one!["reference"]!.ToString()));
        Assert.Equal(
            ["Patient/case1", "Practitioner/p-zhao-wei", "Location/" + Room, "Device/" + Sonograph],
            Resources(bundle, "Appointment").Single()["participant"]!.AsArray().Select(one => one!["actor"]!["reference"]!.ToString()));
    }

    [Fact]
    public void Files_and_the_signed_opinion_are_documents_and_stills_are_media_of_the_session()
    {
        var (state, facts) = Story();
        var bundle = new FhirCase(DemoNetwork.Build(Cases.T0), state, facts, [], Cases.T0.AddDays(1)).Build();

        var (file, opinion) = Resources(bundle, "DocumentReference") switch { [var one, var two] => (one, two), _ => default };
        var attached = file["content"]![0]!["attachment"]!;
        Assert.Equal(
            ("application/pdf", "化验单.pdf", "4000", $"/api/consults/case1/attachments/{Paper[..32]}"),
            (attached["contentType"]!.ToString(), attached["title"]!.ToString(), attached["size"]!.ToString(), attached["url"]!.ToString()));
        Assert.Equal((Paper, "Practitioner/p-liu-min"), (file["identifier"]![0]!["value"]!.ToString(), file["author"]![0]!["reference"]!.ToString()));
        var still = Resources(bundle, "Media").Single();
        Assert.Equal(
            (Picture, "exam", "Encounter/case1", "image/jpeg"),
            (still["identifier"]![0]!["value"]!.ToString(), still["view"]!["coding"]![0]!["code"]!.ToString(),
                still["encounter"]!["reference"]!.ToString(), still["content"]!["contentType"]!.ToString()));
        Assert.Equal(("amended", "DiagnosticReport/case1"), (opinion["docStatus"]!.ToString(), opinion["context"]!["related"]![0]!["reference"]!.ToString()));
        Assert.Equal(
            "前壁心梗\n\n立即转运\n\n一周后复查",
            Encoding.UTF8.GetString(Convert.FromBase64String(opinion["content"]![0]!["attachment"]!["data"]!.ToString())));
        Assert.Contains(
            "DocumentReference/" + opinion["id"],
            Resources(bundle, "Provenance").Single()["target"]!.AsArray().Select(one => one!["reference"]!.ToString()));
    }

    [Fact]
    public void What_was_filed_and_recorded_before_the_wrong_patient_was_found_out_is_entered_in_error()
    {
        var (state, facts) = Story();
        var network = DemoNetwork.Build(Cases.T0);
        var recording = RecordingCases.Sealed();
        Assert.Equal(["current", "completed", "completed"], Filed(state, facts));

        // Between the paper and the still.
        var stop = new ConsultEvent.WrongPatientStopped(
            new("p-liu-min"), Cases.T0.AddMinutes(187), recording.Id, Cases.T0.AddMinutes(197), null);
        var apart = state with { File = state.File with { Quarantined = [recording.Id] } };
        Assert.Equal(["entered-in-error", "completed", "entered-in-error"], Filed(apart, [.. facts, stop]));

        string[] Filed(ConsultState.Filed state, IReadOnlyList<ConsultEvent> facts)
        {
            var bundle = new FhirCase(network, state, facts, [new(1, recording)], Cases.T0.AddDays(1)).Build();
            Valid(bundle);
            return
            [
                .. new[] { "DocumentReference/" + Paper[..32], "Media/" + Picture[..32], "Media/" + recording.Id.Value }.Select(key =>
                    Resources(bundle).Single(one => $"{one["resourceType"]}/{one["id"]}" == key)["status"]!.ToString()),
            ];
        }
    }

    [Fact]
    public void Nothing_in_the_bundle_refers_to_what_is_not_in_it()
    {
        var (state, facts) = Story();
        var bundle = new FhirCase(DemoNetwork.Build(Cases.T0), state, facts, [], Cases.T0.AddDays(1)).Build();
        var known = Resources(bundle).Select(one => $"{one["resourceType"]}/{one["id"]}").ToList();

        Assert.Equal(known.Count, known.Distinct().Count());
        Assert.DoesNotContain(References(bundle).Except(known), one => !one.StartsWith("Organization/", StringComparison.Ordinal));

        static IEnumerable<string> References(JsonNode? node) => node switch
        {
            JsonObject one => one.SelectMany(pair => pair is { Key: "reference", Value: JsonValue named } ? [named.ToString()] : References(pair.Value)),
            JsonArray all => all.SelectMany(References),
            _ => [],
        };
    }

    [Fact]
    public void A_contract_says_how_it_stands_and_a_call_from_home_who_answered_it()
    {
        var (state, facts) = Story();
        var resources = Resources(new FhirCase(DemoNetwork.Build(Cases.T0), state, facts, [], Cases.T0.AddDays(1)).Build());

        var contract = resources.Single(one => one["resourceType"]!.ToString() == "Contract");
        Assert.Equal(("executed", 2), (contract["status"]!.ToString(), contract["signer"]!.AsArray().Count));
        var calls = resources.Where(one => one["resourceType"]!.ToString() == "Communication"
            && one["id"]!.ToString().StartsWith("case1-call-", StringComparison.Ordinal)).ToList();
        Assert.Equal(["completed", "completed", "in-progress"], calls.Select(one => one["status"]!.ToString()));
        Assert.Equal("Communication/" + calls[0]["id"], calls[1]["inResponseTo"]![0]!["reference"]!.ToString());
        Assert.Equal("Patient/case1", calls[2]["sender"]!["reference"]!.ToString());
        var ended = new FhirCase(DemoNetwork.Build(Cases.T0), state, facts, [], Cases.T0.AddDays(400)).Build();
        Assert.Equal("resolved", Resources(ended).Single(one => one["resourceType"]!.ToString() == "Contract")["status"]!.ToString());
    }

    [Fact]
    public void Each_line_of_the_chat_is_a_communication_of_who_wrote_it_and_one_about_another_patient_says_nothing()
    {
        var (state, facts) = Story();
        var network = DemoNetwork.Build(Cases.T0);
        var lines = Lines(new FhirCase(network, state, facts, [], Cases.T0.AddDays(1)).Build());

        Assert.Equal(
            [
                ("completed", "Practitioner/p-liu-min", "2026-03-02T12:05:00.000Z", "血压 90/60"),
                ("completed", "Practitioner/p-zhao-wei", "2026-03-02T12:06:00.000Z", "请把心电图对准镜头"),
            ],
            lines.Select(one => (
                one["status"]!.ToString(),
                one["sender"]!["reference"]!.ToString(),
                one["sent"]!.ToString(),
                one["payload"]![0]!["contentString"]!.ToString())));
        Assert.All(lines, one => Assert.Equal("Encounter/case1", one["encounter"]!["reference"]!.ToString()));

        var apart = state with { File = state.File with { Chat = state.File.Chat.ConvertAll(one => one with { IsSetApart = true }) } };
        var bundle = new FhirCase(network, apart, facts, [], Cases.T0.AddDays(1)).Build();
        Valid(bundle);
        Assert.All(Lines(bundle), one => Assert.Equal(("entered-in-error", null), (one["status"]!.ToString(), one["payload"])));

        static List<JsonObject> Lines(JsonObject bundle) => [.. Resources(bundle).Where(one =>
            one["resourceType"]!.ToString() == "Communication" && one["id"]!.ToString().StartsWith("case1-chat-", StringComparison.Ordinal))];
    }

    [Fact]
    public void The_network_is_a_valid_bundle_with_its_rooms_and_devices()
    {
        var demo = DemoNetwork.Build(Cases.T0);
        var bundle = FhirNetwork.Write(demo);

        Valid(bundle);
        Assert.Equal(
            demo.Resources.Select(one => one.Kind == ResourceKind.Room ? "Location" : "Device"),
            Resources(bundle).Select(one => one["resourceType"]!.ToString()).Where(one => one is "Location" or "Device"));
        Assert.Contains(demo.Resources, one => one.Kind == ResourceKind.Device);
    }

    [Fact]
    public void The_validator_does_find_what_is_wrong()
    {
        var (state, facts) = Story();
        var bundle = new FhirCase(DemoNetwork.Build(Cases.T0), state, facts, [], Cases.T0.AddDays(1)).Build();
        var consent = ((JsonArray)bundle["entry"]!).Select(entry => (JsonObject)entry!["resource"]!)
            .First(one => one["resourceType"]!.ToString() == "Consent");
        consent.Remove("policy");

        Assert.Contains(Errors(bundle), error => error.Contains("ppc-1", StringComparison.Ordinal));
    }

    [Fact]
    public void A_request_of_another_system_becomes_a_draft_with_its_patient()
    {
        var resource = (JsonObject)JsonNode.Parse(
            """
            {
              "resourceType": "ServiceRequest", "status": "active", "intent": "order", "priority": "stat",
              "authoredOn": "2026-03-02T09:00:00Z",
              "code": { "coding": [{ "system": "https://telemed.invalid/service", "code": "cardiology" }] },
              "subject": { "reference": "#p" },
              "reasonCode": [{ "text": "胸痛两小时" }], "note": [{ "text": "ST 段抬高" }],
              "contained": [{
                "resourceType": "Patient", "id": "p", "gender": "female", "birthDate": "1962-03-03",
                "name": [{ "text": "王秀英" }],
                "identifier": [{ "system": "https://telemed.invalid/identifier/resident-id", "value": "652900196203030024" }]
              }]
            }
            """)!;
        var (request, fault) = FhirImport.ReadRequest(resource);

        Assert.Null(fault);
        Assert.Equal(("cardiology", Urgency.Emergency), (request!.Service.Value, request.Urgency));
        Assert.Equal("胸痛两小时\nST 段抬高", request.Text!.Summary);
        Assert.Equal(("王秀英", Sex.Female, 63), (request.Text.Patient.Name, request.Text.Patient.Sex, request.Text.Patient.AgeYears));
        Assert.Equal(new PatientIdentifier("resident-id", "652900196203030024"), Assert.Single(request.Text.Patient.Identifiers));
    }

    [Theory]
    [InlineData("""{ "resourceType": "Patient" }""", "resourceType")]
    [InlineData("""{ "resourceType": "ServiceRequest" }""", "code")]
    [InlineData("""{ "resourceType": "ServiceRequest", "code": { "coding": [{ "code": "x" }] }, "priority": "soon" }""", "priority")]
    public void A_request_that_cannot_be_read_names_the_field(string json, string field) =>
        Assert.Equal(field, FhirImport.ReadRequest((JsonObject)JsonNode.Parse(json)!).Fault);

    [Theory]
    [InlineData("""{ "resourceType": "Appointment", "start": "2026-03-02T12:00:00+08:00", "basedOn": [{ "reference": "ServiceRequest/c1" }] }""", null)]
    [InlineData("""{ "resourceType": "Appointment", "start": "noon", "basedOn": [{ "reference": "ServiceRequest/c1" }] }""", "start")]
    [InlineData("""{ "resourceType": "Appointment", "start": "2026-03-02T12:00:00Z" }""", "basedOn")]
    public void An_appointment_of_another_system_names_the_consult_and_the_instant(string json, string? field)
    {
        var (consult, at, fault) = FhirImport.ReadAppointment((JsonObject)JsonNode.Parse(json)!);

        Assert.Equal(field, fault);
        Assert.True(field is not null || (consult!.Value.Value == "c1" && at == new DateTimeOffset(2026, 3, 2, 4, 0, 0, TimeSpan.Zero)));
    }

    private static List<JsonObject> Resources(JsonObject bundle, string type) =>
        [.. Resources(bundle).Where(one => one["resourceType"]!.ToString() == type)];

    private static List<JsonObject> Resources(JsonObject bundle) =>
        [.. ((JsonArray)bundle["entry"]!).Select(entry => (JsonObject)entry!["resource"]!)];

    private static void Valid(JsonObject bundle) => Assert.Empty(Errors(bundle));

    private static IReadOnlyList<string> Errors(JsonObject bundle)
    {
        var read = new FhirJsonDeserializer().DeserializeResource(bundle.ToJsonString());
        var outcome = R4.Value.Validate(read);
        return [.. outcome.Issue
            .Where(issue => issue.Severity is OperationOutcome.IssueSeverity.Error or OperationOutcome.IssueSeverity.Fatal)
            .Select(issue => $"{string.Join(' ', issue.Expression)}: {issue.Details?.Text}")];
    }

    /// <summary>A planned consult from the draft to the addendum, with a declined offer, an expert and a reschedule.</summary>
    private static (ConsultState.Filed State, IReadOnlyList<ConsultEvent> Facts) Story()
    {
        var (liu, zhao, chen) = (new Ids.PersonId("p-liu-min"), new Ids.PersonId("p-zhao-wei"), new Ids.PersonId("p-chen-jing"));
        var guest = new Ids.PersonId("guest");
        var t = Cases.T0;
        var request = new ConsultRequest(new("cardiology"), Urgency.Ordinary, null, new(
            "胸痛两小时", new("王秀英", Sex.Female, 63, [new("resident-id", "652900196203030024")])));
        ConsultState state = ConsultState.Unknown.Instance;
        var facts = new List<ConsultEvent>();
        foreach (var command in (ConsultCommand[])
        [
            new ConsultCommand.SaveDraft(liu, t, new("case1"), new("clinic-east"), request),
            new ConsultCommand.RecordConsent(liu, t, new(
                ConsentItem.Consult, ConsentSubject.Patient, liu, true, ConsentMethod.Spoken, "v1", "zh-CN", t, "马红")),
            new ConsultCommand.RecordConsent(liu, t, new(
                ConsentItem.Teaching, ConsentSubject.Patient, liu, false, ConsentMethod.Paper, "v1", "zh-CN", t, null)),
            new ConsultCommand.Submit(liu, t),
            Cases.Offers((new("o1"), chen)),
            new ConsultCommand.Decline(chen, t.AddSeconds(5), new("o1"), "in theatre"),
            Cases.Offers((new("o2"), zhao)),
            new ConsultCommand.Accept(zhao, t.AddSeconds(9), new("o2")),
            new ConsultCommand.CheckIdentity(liu, t.AddSeconds(12), ["name", "resident-id"]),
            new ConsultCommand.Attach(liu, t.AddSeconds(13), "application/pdf", 4_000, Paper, true, "化验单.pdf"),
            new ConsultCommand.Schedule(liu, t.AddSeconds(15), t.AddHours(3), Resources: [new(Room), new(Sonograph)]),
            new ConsultCommand.Invite(zhao, t.AddMinutes(1), chen),
            new ConsultCommand.AnswerInvitation(chen, t.AddMinutes(2), true, null),
            new ConsultCommand.FireClock(Ids.PersonId.System, t.AddHours(2), new(ClockKind.Probe, t.AddHours(2))),
            new ConsultCommand.ReportProbe(liu, t.AddHours(2), new(SiteLinkMode.Full, 900, 1_200, 0.5, 80, 6, "udp")),
            new ConsultCommand.FireClock(Ids.PersonId.System, t.AddHours(2), new(ClockKind.Reminder, t.AddHours(2))),
            new ConsultCommand.FireClock(Ids.PersonId.System, t.AddMinutes(165), new(ClockKind.Probe, t.AddMinutes(165))),
            new ConsultCommand.FireClock(Ids.PersonId.System, t.AddMinutes(165), new(ClockKind.Opening, t.AddMinutes(165))),
            new ConsultCommand.EnterRoom(liu, t.AddHours(3), RoomSide.Requester),
            new ConsultCommand.EnterRoom(zhao, t.AddHours(3), RoomSide.Specialist),
            new ConsultCommand.EnterRoom(chen, t.AddHours(3), RoomSide.Expert),
            new ConsultCommand.WriteChat(liu, t.AddMinutes(185), RoomSide.Requester, "line1", "血压 90/60"),
            new ConsultCommand.WriteChat(zhao, t.AddMinutes(186), RoomSide.Specialist, "line2", "请把心电图对准镜头"),
            new ConsultCommand.Attach(
                liu, t.AddMinutes(190), "image/jpeg", 90_000, Picture, true, null, new("exam", liu, zhao, false)),
            new ConsultCommand.SaveOpinion(zhao, t.AddMinutes(200), new("前壁心梗", "立即转运")),
            new ConsultCommand.End(zhao, t.AddMinutes(201)),
            new ConsultCommand.Sign(zhao, t.AddMinutes(202)),
            new ConsultCommand.CoSign(chen, t.AddMinutes(203)),
            new ConsultCommand.Amend(zhao, t.AddMinutes(204), "一周后复查"),
            new ConsultCommand.Acknowledge(liu, t.AddMinutes(205), true, null),
            new ConsultCommand.OfferContract(liu, t.AddMinutes(206), t.AddDays(365)),
            new ConsultCommand.InviteGuest(liu, t.AddMinutes(207), guest, GuestKind.Patient, "hash", null),
            new ConsultCommand.OpenGuestLink(guest, t.AddMinutes(208), "hash", "王秀英", "030024"),
            new ConsultCommand.AnswerContract(guest, t.AddMinutes(209), true, ConsentMethod.Click, null),
            new ConsultCommand.Close(liu, t.AddMinutes(210)),
            new ConsultCommand.RaiseAlert(guest, t.AddHours(5), "摔倒了"),
            new ConsultCommand.AnswerAlert(liu, t.AddHours(5).AddMinutes(2), "半小时到"),
            new ConsultCommand.RaiseAlert(guest, t.AddHours(6), "头晕"),
        ])
        {
            var decided = Tell.Facts(Cases.Decider.Decide(state, command));
            state = decided.Aggregate(state, ConsultDecider.Evolve);
            facts.AddRange(decided);
        }

        return ((ConsultState.Filed)state, facts);
    }
}

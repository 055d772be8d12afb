using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace Telemed.Server.Tests;

/// <summary>
/// A1, A6 and U1 over the real server: every door of arranging, oversight and exchange against every role; every door
/// behind a policy; no patient data where none belongs; a line in the audit for what was done and looked at.
/// </summary>
public sealed class A1Tests : IAsyncLifetime
{
    private const string Liu = Person.ClinicDoctor;
    private const string Ma = Person.Nurse;
    private const string Zhao = Person.Specialist;
    private const string He = Person.Dispatcher;
    private const string Zhou = "zhou.li";
    private const string Tang = "tang.xin";
    private const string Lin = "lin.hai";
    private const string Guo = Person.Administrator;

    private static readonly string[] Everybody =
    [
        Liu, Ma, Person.OtherClinicDoctor, Zhao, Person.OtherSpecialist, He, Person.RecordsOfficer, Guo, Zhou, "mai.ming",
        Tang, Lin, Person.Trainee,
    ];

    private readonly Dictionary<string, Person> _people = new(StringComparer.Ordinal);
    private TestServer _server = null!;
    private string _consult = string.Empty;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync("Telemed:Media:AbsenceMilliseconds=600000");
        foreach (var user in Everybody)
        {
            _people[user] = await Person.SignInAsync(_server, user);
        }

        _consult = await _people[Zhao].AcceptAsync(_people[Liu]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var person in _people.Values)
        {
            await person.DisposeAsync();
        }

        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Every_door_of_arranging_a_consult_answers_each_role_as_the_policy_says()
    {
        // A consult that is ready. Refusals by the rules (409) come after access; who is in neither list finds nothing.
        var named = new { specialist = "p-chen-jing" };
        var doors = new (string Door, object Body, string[] In, string[] Told)[]
        {
            ("review", new { }, [Zhou], [Liu, Ma, Zhao, He]),
            ("approve", new { }, [Zhou], [Liu, Ma, Zhao, He]),
            ("return", new { note = "x" }, [Zhou], [Liu, Ma, Zhao, He]),
            ("reject", new { note = "x" }, [Zhou], [Liu, Ma, Zhao, He]),
            ("note-review", new { note = "" }, [Zhou], [Liu, Ma, Zhao, He]),
            ("assign", named, [He], [Liu, Ma, Zhao, Zhou]),
            ("reassign", new { reason = "" }, [Zhao, He], [Liu, Ma, Zhou]),
            ("schedule", new { startsAt = "2030-01-01T00:00:00.000Z" }, [Liu, Zhao, He], [Ma, Zhou]),
            ("arrive", new { }, [Liu, Ma], [Zhao, He, Zhou]),
            ("identify", new { kinds = Array.Empty<string>() }, [Liu, Ma], [Zhao, He, Zhou]),
            ("override-consent", new { reason = "" }, [Liu, Zhao], [Ma, He, Zhou]),
            ("invite", named, [Zhao, He], [Liu, Ma, Zhou]),
            ("answer-invitation", new { accepted = true }, [], [Liu, Ma, Zhao, He, Zhou]),
            ("hand-over", named, [Zhao], [Liu, Ma, He, Zhou]),
            ("wrong-patient", new { reason = "" }, [Liu, Zhao], [Ma, He, Zhou]),
            ("co-sign", new { password = TestServer.Password }, [], [Liu, Ma, Zhao, He, Zhou]),
            ("guests", new { kind = "proxy", name = "" }, [Liu, Ma], [Zhao, He, Zhou]),
            ("guests/nobody/withdraw", new { }, [Liu, Ma], [Zhao, He, Zhou]),
            ("follow-up", new { dueAt = "2030-01-01T00:00:00.000Z" }, [Liu, Zhao], [Ma, He, Zhou]),
            ("refer", new { direction = "up", to = "nowhere", reason = "" }, [Liu, Zhao], [Ma, He, Zhou]),
            ("answer-referral", new { accepted = true }, [], [Liu, Ma, Zhao, He, Zhou]),
            ("order-visit", new { nurse = "nobody", plannedAt = "2030-01-01T00:00:00.000Z" }, [Liu], [Ma, Zhao, He, Zhou]),
            ("finish-visit", new { report = "" }, [Liu, Ma], [Zhao, He, Zhou]),
            ("offer-contract", new { until = "2030-01-01T00:00:00.000Z" }, [Liu], [Ma, Zhao, He, Zhou]),
            ("answer-contract", new { signed = true, method = "paper" }, [Liu, Ma], [Zhao, He, Zhou]),
            ("end-contract", new { reason = "" }, [Liu], [Ma, Zhao, He, Zhou]),
            ("answer-alert", new { answer = "" }, [Liu, Ma], [Zhao, He, Zhou]),
            ("settle", new { payer = "self", amountFen = 1 }, [Liu, He], [Ma, Zhao, Zhou]),
            ("teaching", new { open = true }, [Liu, Zhao], [Ma, He, Zhou]),
            ("break-glass", new { reason = "" }, [Liu, Ma, Zhao, Person.OtherClinicDoctor, Person.OtherSpecialist], [He, Zhou]),
            // The last: from here on the interpreter knows of the case.
            ("interpreter", new { language = "ug" }, [Liu, Ma, Zhao, He], [Zhou, "mai.ming"]),
            ("answer-interpreting", new { accepted = false }, ["mai.ming"], [Liu, Ma, Zhao, He, Zhou]),
            ("end-interpreter", new { }, [Liu, Ma, Zhao, He], [Zhou, "mai.ming"]),
        };
        foreach (var (door, body, allowed, told) in doors)
        {
            foreach (var user in Everybody)
            {
                var answer = await _people[user].PostAsync($"/api/consults/{_consult}/{door}", WithId(body));
                Check(user, door, answer.StatusCode, allowed, told);
            }
        }
    }

    [Fact]
    public async Task Every_door_of_oversight_and_exchange_answers_each_role_as_the_policy_says()
    {
        var doors = new (string Path, string[] In, string[] Told)[]
        {
            ("/api/glasses", [Tang], Everybody),
            ("/api/counts", [Lin], Everybody),
            ("/api/settlements.csv", [Guo], Everybody),
            ("/api/network/institutions.csv", [Guo], Everybody),
            ("/api/network/services.csv", [Guo], Everybody),
            ("/api/network/people.csv", [Guo], Everybody),
            ("/api/network/rota.csv", [Guo], Everybody),
            ("/api/network/rules.csv", [Guo], Everybody),
            ("/api/network/resources.csv", [Guo], Everybody),
            ("/api/network/fhir", [Guo], Everybody),
            ($"/fhir/R4/ServiceRequest/{_consult}/$everything", [Liu, Ma, Zhao, Zhou], [He]),
            ($"/api/consults/{_consult}/places", [Liu, Zhao, He], [Ma, Zhou]),
            ($"/api/consults/{_consult}/slip", [Liu, Ma, Zhao, He, Zhou], []),
        };
        foreach (var (path, allowed, told) in doors)
        {
            foreach (var user in Everybody)
            {
                Check(user, path, (await _people[user].Client.GetAsync(path)).StatusCode, allowed, told);
            }
        }

        foreach (var user in Everybody)
        {
            var import = await _people[user].PostAsync("/api/network/import", new { dryRun = true });
            Check(user, "import", import.StatusCode, [Guo], Everybody);
        }
    }

    [Fact]
    public void Every_door_is_behind_a_policy_or_is_meant_to_be_open()
    {
        var open = _server.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(one => one.Metadata.GetMetadata<IAuthorizeData>() is null)
            .Select(one => one.RoutePattern.RawText)
            .Where(path => path is not null && (path.StartsWith("/api", StringComparison.Ordinal)
                || path.StartsWith("/fhir", StringComparison.Ordinal) || path.StartsWith("/hubs", StringComparison.Ordinal)))
            .Distinct(StringComparer.Ordinal);

        Assert.Equal(["/api/guest/session", "/api/session"], open.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Those_who_see_no_case_get_no_patient_data_from_any_door_that_can_be_read()
    {
        var paths = _server.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(one => one.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.HttpMethodMetadata>()?.HttpMethods.Contains("GET") ?? false)
            .Select(one => "/" + one.RoutePattern.RawText!.TrimStart('/'))
            .Where(path => path.StartsWith("/api", StringComparison.Ordinal) || path.StartsWith("/fhir", StringComparison.Ordinal))
            .Select(path => path.Replace("{id}", _consult, StringComparison.Ordinal))
            .Concat(["/api/consults?view=queue", "/openapi/v1.json", "/readyz", "/healthz"])
            .ToList();
        Assert.Contains("/api/network/people.csv", paths);
        foreach (var user in (string[])[Guo, Lin, Tang, "mai.ming"])
        {
            foreach (var path in paths)
            {
                var text = await (await _people[user].Client.GetAsync(path)).Content.ReadAsStringAsync();
                Assert.All(Secrets.All, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
            }
        }

        Assert.All(_server.Log.Lines, line => Assert.All(
            Secrets.All, secret => Assert.DoesNotContain(secret, line.Text, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_was_done_looked_at_and_refused_stands_in_the_audit_once_and_names_no_patient()
    {
        await _people[Liu].ConsultAsync(_consult);
        await _people[Liu].ConsultAsync(_consult);
        await _people["mai.ming"].Client.GetAsync($"/api/consults/{_consult}");
        await _people[Person.OtherClinicDoctor].DoAsync(
            $"/api/consults/{_consult}/break-glass", new { commandId = Person.NewId(), reason = Secrets.Summary });
        await _people[Liu].GetAsync($"/fhir/R4/ServiceRequest/{_consult}/$everything");
        using (var stranger = _server.Client())
        {
            await stranger.PostAsJsonAsync("/api/session", new { user = Liu, password = "wrong" });
        }

        var text = await File.ReadAllLinesAsync(Path.Combine(_server.Data, "audit", "audit.jsonl"));
        var lines = text.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        int Count(string actor, string action, string? subject, string outcome) => lines.Count(line =>
            line.GetProperty("actor").GetString() == actor && line.GetProperty("action").GetString() == action
            && line.GetProperty("subject").GetString() == subject && line.GetProperty("outcome").GetString() == outcome);

        Assert.Equal(1, Count("p-liu-min", "get consults", _consult, "done"));
        Assert.Equal(1, Count("p-mai-ming", "get consults", _consult, "not-found"));
        Assert.Equal(1, Count("p-liu-min", "post consults consents", _consult, "done"));
        Assert.Equal(1, Count("p-zhao-wei", "post consults accept", _consult, "done"));
        Assert.Equal(1, Count("p-aynur", "post consults break-glass", _consult, "done"));
        Assert.Equal(1, Count("p-liu-min", "get fhir R4 ServiceRequest $everything", _consult, "done"));
        Assert.Equal(1, Count(Liu, "session.open", null, "done"));
        Assert.Equal(1, Count(Liu, "session.open", null, "sign-in-refused"));
        Assert.All(lines, line => Assert.Equal("127.0.0.1", line.GetProperty("origin").GetString()));
        Assert.All(Secrets.All, secret => Assert.DoesNotContain(text, line => line.Contains(secret, StringComparison.Ordinal)));
        Assert.Empty(Telemed.Storage.Audit.AuditVerifier.VerifyDirectory(Path.Combine(_server.Data, "audit")));
    }

    [Fact]
    public async Task A_network_is_looked_at_first_then_put_in_place_and_a_faulty_one_changes_nothing()
    {
        var guo = _people[Guo];
        var people = await guo.Client.GetStringAsync("/api/network/people.csv");
        var faulty = await guo.DoAsync("/api/network/import", new { people = people.Replace("clinic-west", "nowhere", StringComparison.Ordinal) });
        Assert.False(faulty.GetProperty("done").GetBoolean());
        Assert.Equal("unknown", faulty.GetProperty("faults")[0].GetProperty("code").GetString());

        var renamed = new { people = people.Replace("Nurse in charge", "Senior nurse", StringComparison.Ordinal) };
        Assert.False((await guo.DoAsync("/api/network/import", new { renamed.people, dryRun = true })).GetProperty("done").GetBoolean());
        Assert.Equal("Nurse in charge", await TitleAsync());
        Assert.True((await guo.DoAsync("/api/network/import", renamed)).GetProperty("done").GetBoolean());
        Assert.Equal("Senior nurse", await TitleAsync());

        async Task<string?> TitleAsync() =>
            (await _people[Ma].GetAsync("/api/me")).GetProperty("title").GetProperty("en").GetString();
    }

    [Fact]
    public async Task Another_systems_request_becomes_a_draft_once_however_often_it_is_sent()
    {
        var liu = _people[Liu];
        var first = await SendAsync();
        var again = await SendAsync();

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        var consult = await liu.ConsultAsync(first.Headers.Location!.ToString().Split('/')[^1]);
        Assert.Equal(("draft", "neurology"), (consult.GetProperty("state").GetString(), consult.GetProperty("service").GetString()));

        Task<HttpResponseMessage> SendAsync() => liu.Client.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/fhir/R4/ServiceRequest")
        {
            Headers = { { "If-None-Exist", "identifier=his|4711" } },
            Content = JsonContent.Create(
                new
                {
                    resourceType = "ServiceRequest",
                    code = new { coding = new[] { new { code = "neurology" } } },
                    reasonCode = new[] { new { text = "numb arm" } },
                },
                new System.Net.Http.Headers.MediaTypeHeaderValue("application/fhir+json")),
        });
    }

    private static void Check(string user, string door, HttpStatusCode seen, string[] allowed, string[] told)
    {
        var fits = seen switch
        {
            HttpStatusCode.NotFound => !allowed.Contains(user) && !told.Contains(user),
            HttpStatusCode.Forbidden => !allowed.Contains(user) && told.Contains(user),
            _ => allowed.Contains(user),
        };
        Assert.True(fits, $"{user} at {door}: {seen}");
    }

    private static Dictionary<string, object?> WithId(object body)
    {
        var all = body.GetType().GetProperties().ToDictionary(one => one.Name, one => one.GetValue(body), StringComparer.Ordinal);
        all["commandId"] = Person.NewId();
        return all;
    }
}

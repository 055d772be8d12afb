using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace Telemed.Server.Tests;

/// <summary>
/// A1 over the real server: every door of a consult, of arranging, oversight and exchange against every role; every door
/// behind a policy.
/// </summary>
public sealed class A1Tests : EveryRoleTests
{
    private const string Lead = Zhao;

    /// <summary>Those who work with cases from day to day, and the administrator.</summary>
    private static readonly string[] Clinicians =
    [
        Person.ClinicDoctor, Person.Nurse, Person.OtherClinicDoctor, Lead, Person.OtherSpecialist,
        Person.Dispatcher, Person.RecordsOfficer, Person.Administrator,
    ];

    [Fact]
    public async Task Every_door_of_arranging_aConsult_answers_each_role_as_the_policy_says()
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
            ("propose-copy", new { title = "t", summary = "s", findings = "", advice = "", files = Array.Empty<string>() }, [Liu, Zhao], [Ma, He, Zhou]),
            ("return-copy", new { reason = "x" }, [], [Liu, Ma, Zhao, He, Zhou]),
            ("release-copy", new { }, [], [Liu, Ma, Zhao, He, Zhou]),
            ("withdraw-copy", new { }, [Liu, Zhao], [Ma, He, Zhou]),
            ("answer-play", new { recording = "none", granted = true, reason = "x" }, [], [Liu, Ma, Zhao, He, Zhou]),
            ("enter-order", new { authority = "a", number = "1", reason = "r", until = "2030-01-01T00:00:00.000Z" }, [], [Liu, Ma, Zhao, He, Zhou]),
            ("confirm-order", new { id = "none" }, [], [Liu, Ma, Zhao, He, Zhou]),
            ("end-order", new { id = "none" }, [], [Liu, Ma, Zhao, He, Zhou]),
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
                var answer = await People[user].PostAsync($"/api/consults/{Consult}/{door}", WithId(body));
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
            ("/api/counts/days", [Lin], Everybody),
            ("/api/orders", [Lin], Everybody),
            ("/api/samples", [Zhou], Everybody),
            ("/api/counts/days.csv", [Lin], Everybody),
            ("/api/operator/links", [Guo], Everybody),
            ("/api/operator/overview", [Guo], Everybody),
            ("/api/operator/alarms", [Guo], Everybody),
            ("/api/operator/rings.csv", [Guo], Everybody),
            ("/api/operator/sites/clinic-east/history", [Guo], Everybody),
            ("/api/operator/sites/clinic-east/history.csv", [Guo], Everybody),
            ("/api/settlements.csv", [Guo], Everybody),
            ("/api/network/institutions.csv", [Guo], Everybody),
            ("/api/network/services.csv", [Guo], Everybody),
            ("/api/network/people.csv", [Guo], Everybody),
            ("/api/network/rota.csv", [Guo], Everybody),
            ("/api/network/rules.csv", [Guo], Everybody),
            ("/api/network/resources.csv", [Guo], Everybody),
            ("/api/network/calendar.csv", [Guo], Everybody),
            ("/api/network/fhir", [Guo], Everybody),
            ($"/fhir/R4/ServiceRequest/{Consult}/$everything", [Liu, Ma, Zhao, Zhou], [He]),
            ($"/api/consults/{Consult}/chat", [Liu, Ma, Zhao, Zhou], [He]),
            ($"/api/consults/{Consult}/copy", [Liu, Zhao], [Ma, He, Zhou]),
            ($"/api/consults/{Consult}/copy/files/x", [], [Ma, He, Zhou]),
            ($"/api/consults/{Consult}/places", [Liu, Zhao, He], [Ma, Zhou]),
            ($"/api/consults/{Consult}/slip", [Liu, Ma, Zhao, He, Zhou], []),
        };
        foreach (var (path, allowed, told) in doors)
        {
            foreach (var user in Everybody)
            {
                Check(user, path, (await People[user].Client.GetAsync(path)).StatusCode, allowed, told);
            }
        }

        // Who may read the library finds no such copy in it; all others are told that it is not for them.
        string[] readers = [Liu, Person.OtherClinicDoctor, Zhao, Person.OtherSpecialist, Zhou, Person.Trainee];
        foreach (var user in Everybody)
        {
            Check(user, "library search", (await People[user].PostAsync("/api/library/search", new { })).StatusCode, readers, Everybody);
            foreach (var path in (string[])["/api/library/x", "/api/library/x/files/f1"])
            {
                var expected = readers.Contains(user) ? HttpStatusCode.NotFound : HttpStatusCode.Forbidden;
                Assert.True(expected == (await People[user].Client.GetAsync(path)).StatusCode, $"{path} by {user}");
            }
        }

        foreach (var user in Everybody)
        {
            var import = await People[user].PostAsync("/api/network/import", new { dryRun = true });
            Check(user, "import", import.StatusCode, [Guo], Everybody);
        }
    }

    [Fact]
    public void Every_door_is_behind_a_policy_or_is_meant_to_be_open()
    {
        var open = Server.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(one => one.Metadata.GetMetadata<IAuthorizeData>() is null)
            .Select(one => one.RoutePattern.RawText)
            .Where(path => path is not null && (path.StartsWith("/api", StringComparison.Ordinal)
                || path.StartsWith("/fhir", StringComparison.Ordinal) || path.StartsWith("/hubs", StringComparison.Ordinal)))
            .Distinct(StringComparer.Ordinal);

        Assert.Equal(["/api/guest/session", "/api/session"], open.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_network_is_looked_at_first_then_put_in_place_and_a_faulty_one_changes_nothing()
    {
        var guo = People[Guo];
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
            (await People[Ma].GetAsync("/api/me")).GetProperty("title").GetProperty("en").GetString();
    }

    [Fact]
    public async Task Holidays_come_as_a_table_and_a_wrong_row_is_named_and_changes_nothing()
    {
        var guo = People[Guo];
        const string columns = "kind,from,until,name_zh,name_en\r\n";
        const string holiday = columns + "holiday,2031-10-01,2031-10-07,国庆节,National Day\r\n";
        Assert.True((await guo.DoAsync("/api/network/import", new { calendar = holiday })).GetProperty("done").GetBoolean());

        var faulty = await guo.DoAsync("/api/network/import", new { calendar = holiday + "working,2031-10-09,2031-10-09,上班,Worked\r\n" });

        Assert.False(faulty.GetProperty("done").GetBoolean());
        var fault = faulty.GetProperty("faults")[0];
        Assert.Equal(
            ("calendar", "2031-10-09", "notAWeekend"),
            (fault.GetProperty("part").GetString(), fault.GetProperty("id").GetString(), fault.GetProperty("code").GetString()));
        Assert.Equal(holiday, (await guo.Client.GetStringAsync("/api/network/calendar.csv")).TrimStart('\uFEFF'));
        Assert.True((await guo.DoAsync("/api/network/import", new { calendar = columns })).GetProperty("done").GetBoolean());
        Assert.Equal(columns, (await guo.Client.GetStringAsync("/api/network/calendar.csv")).TrimStart('\uFEFF'));
    }

    [Fact]
    public async Task Another_systems_request_becomes_a_draft_once_however_often_it_is_sent()
    {
        var liu = People[Liu];
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

    [Fact]
    public async Task Every_door_of_aConsult_answers_each_role_as_the_policy_says()
    {
        // A consult that is ready: accepted by the lead, consented. Refusals by the rules (409) come after access.
        var doors = new (string Door, object Body, string[] In, string[] Told)[]
        {
            ("join", new { device = "x" }, [Person.ClinicDoctor, Person.Nurse, Lead], [Person.Dispatcher]),
            ("end", Command(), [Person.ClinicDoctor, Lead], [Person.Nurse, Person.Dispatcher]),
            ("submit", Command(), [Person.ClinicDoctor], [Person.Nurse, Lead, Person.Dispatcher]),
            ("transfer", Reason(), [Person.ClinicDoctor], [Person.Nurse, Lead, Person.Dispatcher]),
            ("opinion", new { commandId = Person.NewId(), findings = "f", advice = "a" }, [Lead], [Person.ClinicDoctor, Person.Nurse, Person.Dispatcher]),
            ("amend", new { commandId = Person.NewId(), text = "t" }, [Lead], [Person.ClinicDoctor, Person.Nurse, Person.Dispatcher]),
            ("acknowledge", new { commandId = Person.NewId(), adopted = true }, [Person.ClinicDoctor], [Person.Nurse, Lead, Person.Dispatcher]),
            ("close", Command(), [Person.ClinicDoctor], [Person.Nurse, Lead, Person.Dispatcher]),
            ("proceed-unrecorded", Reason(), [Lead], [Person.ClinicDoctor, Person.Nurse, Person.Dispatcher]),
            ("recording/start", Command(), [Lead], [Person.ClinicDoctor, Person.Nurse, Person.Dispatcher]),
            ("recording/stop", Command(), [Lead], [Person.ClinicDoctor, Person.Nurse, Person.Dispatcher]),
            ("recording/mark", Command(), [Person.ClinicDoctor, Lead], [Person.Nurse, Person.Dispatcher]),
            ("redispatch", Command(), [Person.ClinicDoctor, Person.Dispatcher], [Person.Nurse, Lead]),
        };
        var before = (await People[Person.ClinicDoctor].ConsultAsync(Consult)).GetProperty("version").GetInt32();
        foreach (var (door, body, inside, told) in doors)
        {
            foreach (var user in Clinicians)
            {
                var answer = await People[user].PostAsync($"/api/consults/{Consult}/{door}", body);
                var code = answer.IsSuccessStatusCode ? "ok" : await TestServer.ProblemAsync(answer);
                var expected = inside.Contains(user) ? "ok|refused" : told.Contains(user) ? "forbidden" : "not-found";
                Assert.True(expected.Split('|').Contains(code), $"{door} by {user}: {code}, expected {expected}");
            }
        }

        Assert.Equal(before, (await People[Person.ClinicDoctor].ConsultAsync(Consult)).GetProperty("version").GetInt32());
        Assert.Equal(0, Server.Faults);
    }

    [Fact]
    public async Task Reading_aConsult_shows_each_role_its_part()
    {
        foreach (var user in Clinicians)
        {
            var answer = await People[user].Client.GetAsync($"/api/consults/{Consult}");
            var text = await answer.Content.ReadAsStringAsync();
            var sees = text.Contains("zq-summary-7781", StringComparison.Ordinal);
            var expected = user switch
            {
                Person.ClinicDoctor or Person.Nurse or Lead => (HttpStatusCode.OK, true),
                Person.Dispatcher => (HttpStatusCode.OK, false),
                _ => (HttpStatusCode.NotFound, false),
            };
            Assert.True(expected == (answer.StatusCode, sees), $"{user}: {answer.StatusCode}, sees the summary: {sees}");
        }
    }

    [Fact]
    public async Task Only_those_who_may_ask_can_open_a_draft_and_only_specialists_have_a_switch()
    {
        foreach (var user in Clinicians)
        {
            var draft = await People[user].PostAsync("/api/consults", Person.Draft());
            var mayAsk = user is Person.ClinicDoctor or Person.Nurse or Person.OtherClinicDoctor;
            Assert.True(mayAsk == (draft.StatusCode == HttpStatusCode.Created), $"{user} drafts: {draft.StatusCode}");

            var set = await People[user].Client.PutAsJsonAsync("/api/availability/me", new { available = false });
            var specialist = user is Lead or Person.OtherSpecialist;
            Assert.True(specialist == set.IsSuccessStatusCode, $"{user} switches: {set.StatusCode}");
        }
    }

    [Fact]
    public async Task Without_a_session_every_door_of_the_API_is_shut()
    {
        using var stranger = Server.Client();
        foreach (var path in (string[])
            ["/api/me", "/api/institutions", "/api/services", "/api/availability", "/api/consults", $"/api/consults/{Consult}", "/api/recordings/x", "/api/recordings/x/video", "/api/recordings/x/manifest"])
        {
            Assert.Equal("signed-out", await TestServer.ProblemAsync(await stranger.GetAsync(path)));
        }

        foreach (var path in (string[])["join", "accept", "submit", "consents", "recording/start", "sign"])
        {
            Assert.Equal("signed-out", await TestServer.ProblemAsync(
                await stranger.PostAsJsonAsync($"/api/consults/{Consult}/{path}", Command())));
        }
    }

    private static object Command() => new { commandId = Person.NewId() };

    private static object Reason() => new { commandId = Person.NewId(), reason = "because" };

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

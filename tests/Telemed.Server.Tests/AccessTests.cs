using System.Net;
using System.Net.Http.Json;

namespace Telemed.Server.Tests;

/// <summary>Every door against every role (A1): who gets in, who is told no, and who does not even learn that it is there.</summary>
public sealed class AccessTests : IAsyncLifetime
{
    private const string Lead = Person.Specialist;

    private static readonly string[] Everybody =
    [
        Person.ClinicDoctor, Person.Nurse, Person.OtherClinicDoctor, Lead, Person.OtherSpecialist,
        Person.Dispatcher, Person.RecordsOfficer, Person.Administrator,
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

        _consult = await _people[Lead].AcceptAsync(_people[Person.ClinicDoctor]);
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
    public async Task Every_door_of_a_consult_answers_each_role_as_the_policy_says()
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
            ("recording/start", Command(), [Person.ClinicDoctor, Lead], [Person.Nurse, Person.Dispatcher]),
            ("recording/stop", Command(), [Person.ClinicDoctor, Lead], [Person.Nurse, Person.Dispatcher]),
            ("redispatch", Command(), [Person.ClinicDoctor, Person.Dispatcher], [Person.Nurse, Lead]),
        };
        var before = (await _people[Person.ClinicDoctor].ConsultAsync(_consult)).GetProperty("version").GetInt32();
        foreach (var (door, body, inside, told) in doors)
        {
            foreach (var user in Everybody)
            {
                var answer = await _people[user].PostAsync($"/api/consults/{_consult}/{door}", body);
                var code = answer.IsSuccessStatusCode ? "ok" : await TestServer.ProblemAsync(answer);
                var expected = inside.Contains(user) ? "ok|refused" : told.Contains(user) ? "forbidden" : "not-found";
                Assert.True(expected.Split('|').Contains(code), $"{door} by {user}: {code}, expected {expected}");
            }
        }

        Assert.Equal(before, (await _people[Person.ClinicDoctor].ConsultAsync(_consult)).GetProperty("version").GetInt32());
        Assert.Equal(0, _server.Faults);
    }

    [Fact]
    public async Task Reading_a_consult_shows_each_role_its_part()
    {
        foreach (var user in Everybody)
        {
            var answer = await _people[user].Client.GetAsync($"/api/consults/{_consult}");
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
        foreach (var user in Everybody)
        {
            var draft = await _people[user].PostAsync("/api/consults", Person.Draft());
            var mayAsk = user is Person.ClinicDoctor or Person.Nurse or Person.OtherClinicDoctor;
            Assert.True(mayAsk == (draft.StatusCode == HttpStatusCode.Created), $"{user} drafts: {draft.StatusCode}");

            var set = await _people[user].Client.PutAsJsonAsync("/api/availability/me", new { available = false });
            var specialist = user is Lead or Person.OtherSpecialist;
            Assert.True(specialist == set.IsSuccessStatusCode, $"{user} switches: {set.StatusCode}");
        }
    }

    [Fact]
    public async Task Without_a_session_every_door_of_the_API_is_shut()
    {
        using var stranger = _server.Client();
        foreach (var path in (string[])
            ["/api/me", "/api/institutions", "/api/services", "/api/availability", "/api/consults", $"/api/consults/{_consult}", "/api/recordings/x", "/api/recordings/x/video", "/api/recordings/x/manifest"])
        {
            Assert.Equal("signed-out", await TestServer.ProblemAsync(await stranger.GetAsync(path)));
        }

        foreach (var path in (string[])["join", "accept", "submit", "consents", "recording/start", "sign"])
        {
            Assert.Equal("signed-out", await TestServer.ProblemAsync(
                await stranger.PostAsJsonAsync($"/api/consults/{_consult}/{path}", Command())));
        }
    }

    [Fact]
    public async Task An_administrator_and_an_operator_see_no_patient_data_anywhere()
    {
        var guo = _people[Person.Administrator];
        foreach (var path in (string[])["/api/consults", "/api/consults?view=queue", "/api/availability", "/api/institutions", "/openapi/v1.json"])
        {
            var text = await guo.Client.GetStringAsync(path);
            Assert.All(Secrets.All, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        }
    }

    private static object Command() => new { commandId = Person.NewId() };

    private static object Reason() => new { commandId = Person.NewId(), reason = "because" };
}

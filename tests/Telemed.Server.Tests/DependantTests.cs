using System.Net;
using System.Text.Json;

namespace Telemed.Server.Tests;

/// <summary>The phone of an adult with dependants: it holds the case of each, shows one, and lets go of who is unbound.</summary>
public sealed class DependantTests
{
    [Fact]
    public async Task One_phone_holds_the_cases_of_the_dependants_that_were_bound_on_it_and_switches_between_them()
    {
        await using var server = await TestServer.StartAsync();
        await using var liu = await Person.SignInAsync(server, Person.ClinicDoctor);
        var (mother, father, other) = (await liu.RequestAsync("neurology"), await liu.RequestAsync("neurology"), await liu.RequestAsync("neurology"));
        await using var phone = await Person.ByLinkAsync(server, await liu.LinkAsync(mother, "proxy"));
        await BindAsync(liu, mother, phone.Id);
        var answer = await phone.Client.GetAsync("/api/guest");
        Assert.Contains("expires=", Assert.Single(answer.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);

        var second = await OpenAsync(phone, await liu.LinkAsync(father, "proxy"));
        Assert.Equal([mother], await HeldAsync(phone)); // The second is opened, and nobody's dependant yet.
        await BindAsync(liu, father, second);
        Assert.Equal([father, mother], await HeldAsync(phone));
        Assert.Equal(father, Text(await phone.GetAsync("/api/guest"), "consult"));

        Assert.Equal(mother, Text(await phone.DoAsync("/api/guest/switch", new { consult = mother }), "consult"));
        Assert.Equal(mother, Text(await phone.GetAsync("/api/guest"), "consult"));
        Assert.Equal([mother, father], await HeldAsync(phone));
        Assert.Equal(HttpStatusCode.NotFound, (await phone.PostAsync("/api/guest/switch", new { consult = other })).StatusCode);

        await liu.DoAsync($"/api/consults/{father}/guests/{second}/unbind", new { commandId = Person.NewId(), reason = "moved away" });
        Assert.Equal([mother], await HeldAsync(phone));
        Assert.Equal(HttpStatusCode.NotFound, (await phone.PostAsync("/api/guest/switch", new { consult = father })).StatusCode);
        await phone.DoAsync("/api/guest/unbind", new { commandId = Person.NewId(), reason = "no longer" });
        Assert.Empty(await HeldAsync(phone));
        Assert.Equal(0, server.Faults);
    }

    [Fact]
    public async Task A_phone_on_which_nobody_was_bound_holds_only_the_last_case()
    {
        await using var server = await TestServer.StartAsync();
        await using var liu = await Person.SignInAsync(server, Person.ClinicDoctor);
        var (first, second) = (await liu.RequestAsync("neurology"), await liu.RequestAsync("neurology"));
        await using var phone = await Person.ByLinkAsync(server, await liu.LinkAsync(first, "proxy"));
        var self = await OpenAsync(phone, await liu.LinkAsync(second, "proxy"));
        await BindAsync(liu, first, phone.Id);
        await BindAsync(liu, second, self);

        Assert.Equal([second], await HeldAsync(phone));
        await using var nobody = await Person.SignInAsync(server, Person.Dispatcher);
        Assert.Equal("forbidden", await TestServer.ProblemAsync(await nobody.PostAsync($"/api/consults/{first}/guests/{phone.Id}/bind", Bind())));
    }

    private static Task<JsonElement> BindAsync(Person liu, string consult, string guest) =>
        liu.DoAsync($"/api/consults/{consult}/guests/{guest}/bind", Bind());

    private static object Bind() => new
    {
        commandId = Person.NewId(),
        adult = new { name = Secrets.Witness, relation = "child", identifier = new { system = "resident-id", value = "652900199001010045" } },
        method = "signature",
        textVersion = "dependant-1",
        language = "zh",
    };

    private static async Task<string> OpenAsync(Person phone, string url)
    {
        var answer = await Person.OpenLinkAsync(phone.Client, url);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return Text(JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement, "self")!;
    }

    private static async Task<IEnumerable<string?>> HeldAsync(Person phone) =>
        [.. (await phone.GetAsync("/api/guest/dependants")).EnumerateArray().Select(one => Text(one, "consult"))];

    private static string? Text(JsonElement one, string field) => one.GetProperty(field).GetString();
}

using System.Text.Json.Nodes;
using Telemed.Browser.Tests.Fixtures;

namespace Telemed.Browser.Tests;

/// <summary>One server and two computers, a clinic's and a hospital's, at which people of every role sit down one after the other.</summary>
public sealed class RoleStage : IAsyncLifetime
{
    /// <summary>What a patient of these stories is called; it must not be where a role may not see it.</summary>
    internal const string PatientName = "阿曼古丽";

    /// <summary>The summary of each of their cases.</summary>
    internal const string Summary = "女，61 岁，胸痛两小时，V2 至 V4 导联 ST 段抬高。";

    /// <summary>The number of her card.</summary>
    internal const string Identifier = "000000195001010021";
    private const string Locale = "zh-CN";

    internal ServerProcess Server { get; private set; } = null!;

    internal Person Clinic { get; private set; } = null!;

    internal Person Hospital { get; private set; } = null!;

    /// <summary>The end of the patient's identifier, as somebody says it at the door.</summary>
    internal static string IdentifierEnd => Identifier[^6..];

    internal static JsonObject Patient => new()
    {
        ["name"] = PatientName,
        ["sex"] = "female",
        ["ageYears"] = 61,
        ["identifiers"] = new JsonArray(new JsonObject { ["system"] = "resident-id", ["value"] = Identifier }),
    };

    public async ValueTask InitializeAsync()
    {
        try
        {
            Server = await ServerProcess.StartAsync();
            var computers = await Task.WhenAll(
                Person.StartAsync("clinic", Server.Url, FaceClip.Clinic), Person.StartAsync("hospital", Server.Url, FaceClip.Specialist));
            (Clinic, Hospital) = (computers[0], computers[1]);
        }
        catch
        {
            // A fixture that failed to begin is not disposed by the test framework.
            await DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Clinic is not null) await Clinic.DisposeAsync();
        if (Hospital is not null) await Hospital.DisposeAsync();
        if (Server is not null) await Server.DisposeAsync();
    }

    /// <summary>Somebody sits down at a computer and signs in.</summary>
    internal async Task<Person> SignInAsync(Person computer, string user)
    {
        var person = await computer.BesideAsync(user, Server.Url, Locale);
        await person.Page.GotoAsync("/");
        await person.Handle("sign-in-user").FillAsync(user);
        await person.Handle("sign-in-password").FillAsync(DemoPeople.Password(Server));
        await person.ClickAsync("sign-in-submit");
        await person.Handle("settings").WaitForAsync();
        return person;
    }

    /// <summary>Somebody takes a phone and opens a link.</summary>
    internal async Task<Person> TakePhoneAsync(string url)
    {
        var person = await Clinic.BesideAsync("patient", Server.Url, Locale, phone: true);
        await person.Page.GotoAsync(url);
        return person;
    }

    internal async Task<Person> AvailableAsync(string user)
    {
        var specialist = await SignInAsync(Hospital, user);
        await specialist.SwitchOnAsync();
        return specialist;
    }

    /// <summary>A clinic's doctor sends a request with the patient's consent; its id.</summary>
    internal static async Task<string> AskAsync(ApiSession doctor, string service, string urgency = "emergency", string summary = Summary)
    {
        var consult = await doctor.WriteAsync(service, Patient, summary, urgency);
        await doctor.ConsentOfThePatientAsync(consult);
        await doctor.DoneAsync($"/api/consults/{consult}/submit");
        return consult;
    }
}

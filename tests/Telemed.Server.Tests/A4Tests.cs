namespace Telemed.Server.Tests;

/// <summary>A4 over the real server: the privacy officer at their desk hears at once that a case was opened in need, and by whom.</summary>
public sealed class A4Tests : AcceptedCase
{
    [Fact]
    public async Task A_case_opened_in_need_is_told_to_the_privacy_officer_at_once_and_to_nobody_else_and_without_its_patient()
    {
        await using var officer = await Person.SignInAsync(Server, Person.PrivacyOfficer);
        await using var aynur = await Person.SignInAsync(Server, Person.OtherClinicDoctor);
        await using var dispatcher = await Person.SignInAsync(Server, Person.Dispatcher);
        var (hears, others) = (await officer.DeskAsync(), await dispatcher.DeskAsync());

        var opened = await aynur.DoAsync($"/api/consults/{Consult}/break-glass", new { commandId = Person.NewId(), reason = Secrets.Summary });

        var until = opened.GetProperty("glassUntil").GetDateTimeOffset() - DateTimeOffset.UtcNow;
        Assert.InRange(until, TimeSpan.FromMinutes(55), TimeSpan.FromMinutes(60));
        var told = await hears.EventAsync("GlassBroken");
        Assert.Equal((Consult, aynur.Id), (told.GetProperty("consultId").GetString(), told.GetProperty("person").GetString()));
        Assert.All(Secrets.All, secret => Assert.DoesNotContain(secret, told.ToString(), StringComparison.Ordinal));

        // What comes after it for everybody has come: what was for the officer alone would have too.
        await Liu.RequestAsync();
        await others.EventAsync("QueueChanged", one => one.GetProperty("consultId").GetString() != Consult);
        Assert.DoesNotContain(others.Heard(), one => one.Name == "GlassBroken");
    }
}

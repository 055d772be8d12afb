namespace Telemed.Server.Tests;

/// <summary>F5: the node dies: its people are back in the same consult, and the same recording goes on.</summary>
public sealed class F5Tests : RecordedRoomTests
{
    [Fact]
    public async Task After_a_restart_the_session_is_interrupted_and_its_people_come_back_without_new_consent()
    {
        await ConsentAsync(LiuRoom, granted: true);
        await ConsentAsync(ZhaoRoom, granted: true);
        await RecordAsync(Zhao, "start");
        await LiuRoom.EventAsync("RecordingChanged", one => State(Recording(one)) == "on");
        await Server.DisposeAsync();

        await using var second = await TestServer.StartOnAsync(Data, NoAbsence);
        await using var liu = await Person.SignInAsync(second, Person.ClinicDoctor);
        await using var zhao = await Person.SignInAsync(second, Person.Specialist);
        Assert.Equal("interrupted", (await liu.ConsultAsync(Consult)).GetProperty("state").GetString());

        var (liuRoom, first) = await liu.EnterAsync(Consult);
        Assert.Equal("granted", first.GetProperty("participants")[0].GetProperty("recordingConsent").GetString());
        await zhao.EnterAsync(Consult);
        await liuRoom.EventAsync("ConsultChanged", one => one.GetProperty("state").GetString() == "inSession");
        var rows = (await liu.ConsultAsync(Consult)).GetProperty("recordings");
        Assert.Equal("on", State(Assert.Single(rows.EnumerateArray()))); // The same recording, in its next epoch.
        Assert.Equal(0, second.Faults);
    }
}

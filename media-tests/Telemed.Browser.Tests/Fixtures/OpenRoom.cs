namespace Telemed.Browser.Tests.Fixtures;

/// <summary>
/// A consult that was asked for and accepted without a browser: the specialist is a <c>telemed call</c> in the room, the
/// doctor stands at the server's doors with a permit to take.
/// </summary>
public class OpenRoom : IAsyncLifetime
{
    internal ServerProcess Server { get; private set; } = null!;

    internal ApiSession Doctor { get; private set; } = null!;

    internal CallProcess Specialist { get; private set; } = null!;

    internal string Consult { get; private set; } = "";

    /// <summary>A second consult of the same doctor that is still a draft.</summary>
    internal string Draft { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        try
        {
            await OpenAsync();
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
        Doctor?.Dispose();
        if (Specialist is not null) await Specialist.DisposeAsync();
        if (Server is not null) await Server.DisposeAsync();
        await DisposeMoreAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts the server that the room is on.</summary>
    private protected virtual Task<ServerProcess> StartServerAsync() => ServerProcess.StartAsync();

    /// <summary>Ends what else was started for it.</summary>
    private protected virtual ValueTask DisposeMoreAsync() => ValueTask.CompletedTask;

    private async Task OpenAsync()
    {
        Server = await StartServerAsync();
        Specialist = await TelemedTool.CallAsync(Server, DemoPeople.Specialist, FaceClip.Specialist, "--answer", "--seconds", "240");
        Doctor = await ApiSession.SignInAsync(Server, DemoPeople.Doctor);
        await Doctor.UntilReadyAsync(DemoPeople.Service);
        Consult = await Doctor.WriteAsync(DemoPeople.Service);
        await Doctor.ConsentOfThePatientAsync(Consult);
        await Doctor.DoneAsync($"/api/consults/{Consult}/submit");
        // The specialist's last act on coming: from here on the consult changes only by what a test does.
        await Doctor.UntilAsync($"/api/consults/{Consult}", answer =>
            answer["consents"]!.AsArray().Any(consent => (string?)consent!["item"] == "recording"));
        Draft = await Doctor.WriteAsync(DemoPeople.Service);
    }
}

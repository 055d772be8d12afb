namespace Telemed.Server.Tests;

/// <summary>
/// Tests over a server of their own with a case that the specialist has taken: nobody is in its room yet, and nobody who is in it
/// counts as gone while a test runs.
/// </summary>
public abstract class AcceptedCase : IAsyncLifetime
{
    private protected TestServer Server { get; private set; } = null!;

    /// <summary>The clinic's doctor, who asked.</summary>
    private protected Person Liu { get; private set; } = null!;

    /// <summary>The specialist.</summary>
    private protected Person Zhao { get; private set; } = null!;

    /// <summary>The case's id.</summary>
    private protected string Consult { get; private set; } = string.Empty;

    public virtual async ValueTask InitializeAsync()
    {
        Server = await TestServer.StartAsync("Telemed:Media:AbsenceMilliseconds=600000");
        Liu = await Person.SignInAsync(Server, Person.ClinicDoctor);
        Zhao = await Person.SignInAsync(Server, Person.Specialist);
        Consult = await Zhao.AcceptAsync(Liu);
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Liu.DisposeAsync();
        await Zhao.DisposeAsync();
        await Server.DisposeAsync();
    }
}

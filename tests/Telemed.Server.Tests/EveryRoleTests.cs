namespace Telemed.Server.Tests;

/// <summary>A server with one person of each role signed in, and a consult between two of them.</summary>
public abstract class EveryRoleTests : IAsyncLifetime
{
    private protected const string Liu = Person.ClinicDoctor;
    private protected const string Ma = Person.Nurse;
    private protected const string Zhao = Person.Specialist;
    private protected const string He = Person.Dispatcher;
    private protected const string Zhou = "zhou.li";
    private protected const string Tang = Person.PrivacyOfficer;
    private protected const string Lin = "lin.hai";
    private protected const string Guo = Person.Administrator;

    private protected static readonly string[] Everybody =
    [
        Liu, Ma, Person.OtherClinicDoctor, Zhao, Person.OtherSpecialist, He, Person.RecordsOfficer, Guo, Zhou, "mai.ming",
        Tang, Lin, Person.Trainee,
    ];

    private protected Dictionary<string, Person> People { get; } = new(StringComparer.Ordinal);

    private protected TestServer Server { get; private set; } = null!;

    /// <summary>A consult that is ready: the specialist has accepted it, the patient agrees.</summary>
    private protected string Consult { get; private set; } = string.Empty;

    public async ValueTask InitializeAsync()
    {
        Server = await TestServer.StartAsync("Telemed:Media:AbsenceMilliseconds=600000");
        foreach (var user in Everybody)
        {
            People[user] = await Person.SignInAsync(Server, user);
        }

        Consult = await People[Zhao].AcceptAsync(People[Liu]);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var person in People.Values)
        {
            await person.DisposeAsync();
        }

        await Server.DisposeAsync();
    }
}

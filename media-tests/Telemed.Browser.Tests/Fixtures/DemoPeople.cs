namespace Telemed.Browser.Tests.Fixtures;

/// <summary>The demonstration network's people that the tests act as. All share one password.</summary>
internal static class DemoPeople
{
    /// <summary>A doctor of a township clinic.</summary>
    public const string Doctor = "liu.min";

    /// <summary>The specialist on call for cardiology and emergencies.</summary>
    public const string Specialist = "zhao.wei";

    /// <summary>A nurse of the doctor's clinic.</summary>
    public const string Nurse = "ma.hong";

    /// <summary>A doctor of another clinic.</summary>
    public const string OtherDoctor = "aynur";

    /// <summary>Somebody who never sees a case.</summary>
    public const string Administrator = "guo.bin";

    /// <summary>The service that the tests ask for.</summary>
    public const string Service = "cardiology";

    public static string SignInsFile(ServerProcess server) => Path.Combine(server.DataDirectory, "demo-sign-ins.json");

    public static string Password(ITelemed server) => server.Password;
}

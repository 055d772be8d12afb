using Telemed.Consults.Consults;

namespace Telemed.Server.Guests;

/// <summary>The bodies of the guests' doors and of the link's.</summary>
internal static class GuestBodies
{
    /// <summary>A new link.</summary>
    public sealed record Invite(string CommandId, GuestKind Kind, string? Name = null, bool Reads = false);

    /// <summary>Using a link: what stands in it, and two identifiers of the patient.</summary>
    public sealed record Open(string Link, string Name, string Identifier);

    /// <summary>Making or moving the appointment; with whom, while nobody leads.</summary>
    public sealed record Schedule(string CommandId, DateTimeOffset StartsAt, string? Specialist = null);

    /// <summary>The patient's answer to the family doctor's contract.</summary>
    public sealed record Contract(string CommandId, bool Signed);

    /// <summary>Why the patient ends it.</summary>
    public sealed record EndContract(string CommandId, string Reason);

    /// <summary>The consent to be bound to an adult, as the house wrote it down.</summary>
    public sealed record Bind(
        string CommandId,
        GuardianIdentity Adult,
        ConsentMethod Method,
        string TextVersion,
        string Language,
        string? Witness = null);

    /// <summary>Why the two are unbound.</summary>
    public sealed record Unbind(string CommandId, string Reason);

    /// <summary>Which dependant's case the phone shows from now on.</summary>
    public sealed record Switch(string Consult);

    /// <summary>What is the matter at home.</summary>
    public sealed record Alert(string CommandId, string Text);

    /// <summary>A guest's yes or no.</summary>
    public sealed record Consent(
        string CommandId,
        ConsentItem Item,
        bool Granted,
        string TextVersion,
        string Language,
        GuardianIdentity? Guardian = null);
}

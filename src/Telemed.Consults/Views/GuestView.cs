namespace Telemed.Consults.Views;

/// <summary>A consult as the patient, or who speaks for them, sees it on a phone: who, when, and what they said.</summary>
/// <param name="Consult">The consult.</param>
/// <param name="Self">Who they are in it.</param>
/// <param name="Kind">The patient, or who speaks for them.</param>
/// <param name="State">Its state.</param>
/// <param name="Service">What is asked for.</param>
/// <param name="Requester">The doctor who asks.</param>
/// <param name="Specialist">The specialist who was found, or <c>null</c>.</param>
/// <param name="StartsAt">The appointment, or <c>null</c>.</param>
/// <param name="ConsentConsult">The patient's last answer to the consult.</param>
/// <param name="ConsentRecording">The own last answer to being recorded.</param>
/// <param name="ConsentLibrary">The patient's last answer to the case library.</param>
/// <param name="NeedsGuardian">Whether only a guardian can consent.</param>
/// <param name="MayJoin">Whether the room is open to them now.</param>
/// <param name="MayBook">Whether an appointment can be made or moved now.</param>
/// <param name="Contract">The family doctor's contract, or <c>null</c>.</param>
/// <param name="Alert">The last call from home, or <c>null</c>.</param>
/// <param name="MayCall">Whether the house can be called now.</param>
/// <param name="Binding">How the patient is their dependant; <c>null</c> unless it is so.</param>
/// <param name="PhoneInstead">The number to phone when that takes too long, or <c>null</c>.</param>
public sealed record GuestView(
    ConsultId Consult,
    PersonId Self,
    GuestKind Kind,
    ConsultStatus State,
    ServiceCode Service,
    PersonView Requester,
    PersonView? Specialist,
    DateTimeOffset? StartsAt,
    bool? ConsentConsult,
    bool? ConsentRecording,
    bool? ConsentLibrary,
    bool NeedsGuardian,
    bool MayJoin,
    bool MayBook,
    ContractView? Contract,
    AlertView? Alert,
    bool MayCall,
    BindingView? Binding,
    string? PhoneInstead)
{
    /// <summary>Whether they came to read the opinion.</summary>
    public bool Reads { get; init; }

    /// <summary>The signed opinion, for who came to read it.</summary>
    public OpinionView? Opinion { get; init; }

    /// <summary>The recordings of the case, for who came to read the opinion.</summary>
    public IReadOnlyList<GuestRecordingView> Recordings { get; init; } = [];
}

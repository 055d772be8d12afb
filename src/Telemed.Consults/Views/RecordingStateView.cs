namespace Telemed.Consults.Views;

/// <summary>A recording as the room shows it. People are named by person; the room maps them to participants.</summary>
/// <param name="Id">The recording, or <c>null</c> when there is none.</param>
/// <param name="Consult">The consult.</param>
/// <param name="State">Its state.</param>
/// <param name="Since">When that state was entered, or <c>null</c>.</param>
/// <param name="RecordedMs">Recorded milliseconds.</param>
/// <param name="WaitingFor">Who is present and has not answered.</param>
/// <param name="MayRecord">Whose media may be written at this moment.</param>
/// <param name="Epoch">How often a node took it over.</param>
/// <param name="PausedBy">Who paused it last, or whose answer did, or <c>null</c>.</param>
/// <param name="WaitsForPatient">Whether the patient was never asked; nothing is recorded before they agree.</param>
/// <param name="Version">Version of the recording's stream; of two pictures the higher is the newer.</param>
public sealed record RecordingStateView(
    RecordingId? Id,
    ConsultId Consult,
    RecordingStatus State,
    DateTimeOffset? Since,
    long RecordedMs,
    IReadOnlyList<PersonId> WaitingFor,
    IReadOnlyList<PersonId> MayRecord,
    int Epoch,
    PersonId? PausedBy,
    bool WaitsForPatient,
    int Version);

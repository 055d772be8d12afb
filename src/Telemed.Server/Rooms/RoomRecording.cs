using Telemed.Consults.Recordings;
using Telemed.Consults.Views;
using Telemed.Media;

namespace Telemed.Server.Rooms;

/// <summary>
/// Makes the media node record what the domain says, and nothing else: whose media may be written is settled before the
/// journal opens or goes on. Only within the room's loop.
/// </summary>
internal sealed class RoomRecording(MediaNode media, string room)
{
    private readonly HashSet<string> _granted = new(StringComparer.Ordinal);
    private bool _paused;

    /// <summary>The recording that is open at the media node; null when none is.</summary>
    public string? Running { get; private set; }

    /// <summary>Whether this participant's media reaches the recording now.</summary>
    public bool IsGranted(string participant) => _granted.Contains(participant);

    /// <summary>
    /// Brings the media node to where the domain is.
    /// </summary>
    /// <param name="view">The domain's picture.</param>
    /// <param name="people">Everybody in the consult; whether each may be recorded is read from the view.</param>
    /// <param name="startedAt">Wall-clock time, should an epoch begin.</param>
    /// <param name="ct">Gives up waiting for the journal to open.</param>
    /// <exception cref="MediaRefusedException">The recording cannot be started.</exception>
    public async Task ApplyAsync(
        RecordingStateView view, IReadOnlyList<RecordedParticipant> people, DateTimeOffset startedAt, CancellationToken ct)
    {
        switch (view.State)
        {
            case RecordingStatus.On when Running is null:
                await StartAsync(view, people, startedAt, ct);
                break;
            case RecordingStatus.On:
                await GrantAsync(people);
                await ResumeAsync();
                break;
            case RecordingStatus.Paused when Running is not null:
                await PauseAsync(view.PausedBy?.Value);
                break;
            case RecordingStatus.Paused:
                break;
            default:
                await StopAsync();
                break;
        }
    }

    /// <summary>Takes a participant's media away from the recording at once, before anything else is asked.</summary>
    public async Task WithdrawAsync(string participant)
    {
        if (_granted.Contains(participant))
        {
            await media.SetRecordingConsentAsync(room, participant, granted: false);
            _granted.Remove(participant);
        }
    }

    /// <summary>Closes the journal, if one is open.</summary>
    public async Task StopAsync()
    {
        if (Running is null)
        {
            return;
        }

        (Running, _paused) = (null, false);
        _granted.Clear();
        try
        {
            await media.StopRecordingAsync(room);
        }
        catch (MediaRefusedException)
        {
            // It ended by itself; what was written is on the disk.
        }
    }

    private async Task StartAsync(
        RecordingStateView view, IReadOnlyList<RecordedParticipant> people, DateTimeOffset startedAt, CancellationToken ct)
    {
        var start = new RecordingStart(view.Id!.Value.Value, Math.Max(0, view.Epoch - 1), startedAt, people)
        {
            ConsultId = room,
        };
        await media.StartRecordingAsync(room, start, ct);
        (Running, _paused) = (start.RecordingId, false);
        _granted.Clear();
        _granted.UnionWith(people.Where(one => one.Granted).Select(one => one.Participant));
    }

    private async Task GrantAsync(IReadOnlyList<RecordedParticipant> people)
    {
        foreach (var person in people)
        {
            var granted = person.Granted;
            if (granted == _granted.Contains(person.Participant))
            {
                continue;
            }

            // Remembered only when applied: what was refused is tried again with the next picture.
            await media.SetRecordingConsentAsync(room, person.Participant, granted, person.ConsentVersion);
            _ = granted ? _granted.Add(person.Participant) : _granted.Remove(person.Participant);
        }
    }

    private async Task PauseAsync(string? by)
    {
        if (!_paused)
        {
            await media.PauseRecordingAsync(room, by);
            _paused = true;
        }
    }

    private async Task ResumeAsync()
    {
        if (_paused)
        {
            await media.ResumeRecordingAsync(room);
            _paused = false;
        }
    }
}

using Telemed.Consults.Scheduling;

namespace Telemed.Storage.Tests;

/// <summary>Keeps the reminders it takes; it can be away.</summary>
internal sealed class SentReminders : IReminderSender
{
    private int _tries;

    /// <summary>Those that were taken.</summary>
    public List<Reminder> All { get; } = [];

    /// <summary>Whether it takes none.</summary>
    public bool IsAway { get; set; }

    /// <summary>How often it was asked.</summary>
    public int Tries => _tries;

    public Task<bool> SendAsync(Reminder reminder, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _tries);
        if (!IsAway)
        {
            All.Add(reminder);
        }

        return Task.FromResult(!IsAway);
    }
}

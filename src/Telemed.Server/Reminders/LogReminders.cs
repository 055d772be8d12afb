using Telemed.Consults.Scheduling;

namespace Telemed.Server.Reminders;

/// <summary>Notes reminders in the log, for an installation that has nothing to send them with.</summary>
internal sealed class LogReminders(ILogger<LogReminders> logger) : IReminderSender
{
    /// <inheritdoc/>
    public Task<bool> SendAsync(Reminder reminder, CancellationToken cancellation)
    {
        logger.AppointmentNear(reminder.Consult.Value, reminder.StartsAt);
        return Task.FromResult(true);
    }
}

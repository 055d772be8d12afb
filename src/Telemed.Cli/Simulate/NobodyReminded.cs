using Telemed.Consults.Scheduling;

namespace Telemed.Cli.Simulate;

/// <summary>Reminders of an invented day reach nobody.</summary>
internal sealed class NobodyReminded : IReminderSender
{
    /// <inheritdoc/>
    public Task<bool> SendAsync(Reminder reminder, CancellationToken cancellation) => Task.FromResult(true);
}

namespace Telemed.Consults.Scheduling;

/// <summary>Tells people that an appointment is near. Callable from any thread.</summary>
public interface IReminderSender
{
    /// <summary>
    /// Tells it; <c>false</c> when it could not be told now and should be tried again. The same reminder may be told twice
    /// when a node dies in between.
    /// </summary>
    public Task<bool> SendAsync(Reminder reminder, CancellationToken cancellation = default);
}

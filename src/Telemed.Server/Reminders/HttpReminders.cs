using System.Globalization;
using System.Net.Http.Headers;
using Telemed.Consults.Scheduling;
using Telemed.Server.Json;

namespace Telemed.Server.Reminders;

/// <summary>
/// Posts reminders as JSON to a hospital's own messenger, which knows people's phones. Any 2xx is a yes; everything else,
/// silence included, is tried again. The header <c>Idempotency-Key</c> is the same for the same reminder.
/// </summary>
internal sealed class HttpReminders(HttpClient client, ReminderOptions options, ILogger<HttpReminders> logger)
    : IReminderSender, IDisposable
{
    /// <inheritdoc/>
    public async Task<bool> SendAsync(Reminder reminder, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Url)
        {
            Content = JsonContent.Create(reminder, options: Wire.Options),
        };
        request.Headers.Add("Idempotency-Key", string.Create(
            CultureInfo.InvariantCulture, $"{reminder.Consult}-{reminder.StartsAt.ToUnixTimeMilliseconds()}"));
        request.Headers.Authorization = options.Token is { } token ? new AuthenticationHeaderValue("Bearer", token) : null;
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(options.Limit);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (response.IsSuccessStatusCode)
            {
                return true;
            }

            logger.ReminderNotSent(reminder.Consult.Value, $"HTTP {(int)response.StatusCode}");
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException
            && !cancellation.IsCancellationRequested)
        {
            logger.ReminderNotSent(reminder.Consult.Value, fault.GetType().Name);
        }

        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();
}

namespace Telemed.Server.Reminders;

/// <summary>Where reminders of appointments go.</summary>
internal sealed record ReminderOptions
{
    /// <summary>
    /// <c>Telemed:Reminders:Url</c>: where they are posted, https, or http on this machine. By default they are logged only.
    /// </summary>
    public Uri? Url { get; init; }

    /// <summary><c>Telemed:Reminders:Token</c>: sent as a bearer token, at least 16 characters; none by default.</summary>
    public string? Token { get; init; }

    /// <summary><c>Telemed:Reminders:Seconds</c>: how long the receiver may take. Default 10; 1 to 60.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(10);
}

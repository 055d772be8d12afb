namespace Telemed.Server.Options;

/// <summary>Bounds on signing in. Section <c>Telemed:SignIn</c>.</summary>
internal sealed record SignInOptions
{
    /// <summary>After this long without a request, and outside any room, a session ends. Minutes, 1 to 720, default 30.</summary>
    public required TimeSpan Idle { get; init; }

    /// <summary>Wrong passwords that lock an account out. 2 to 100, default 5.</summary>
    public required int Failures { get; init; }

    /// <summary>The window in which they count, and how long the lock lasts. Minutes, 1 to 1440, default 15.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>Whether staff can do nothing without a second factor (A3). Optional or required, default optional.</summary>
    public required bool SecondFactorRequired { get; init; }

    /// <summary>Sign-in attempts taken from one address in a minute. 1 to 100000, default 60.</summary>
    public required int PerMinute { get; init; }

    /// <summary>Other requests taken from one person (or, signed out, one address) in a second. 1 to 100000, default
    /// 50; ten times as many may come at once.</summary>
    public required int RequestsPerSecond { get; init; }
}

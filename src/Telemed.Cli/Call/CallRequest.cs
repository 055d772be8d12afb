namespace Telemed.Cli.Call;

/// <summary>How a call is to be made.</summary>
internal sealed record CallRequest
{
    /// <summary>The consult to join; null when one is asked for or answered.</summary>
    public string? Consult { get; init; }

    /// <summary>The service to ask for a consult.</summary>
    public string? Ask { get; init; }

    /// <summary>Whether to become available and answer the next ring.</summary>
    public bool Answer { get; init; }

    /// <summary>With <see cref="Ask"/>: first wait until a specialist of the service is available.</summary>
    public bool WhenAvailable { get; init; }

    /// <summary>With <see cref="Ask"/>: the case in a few words.</summary>
    public string Summary { get; init; } = "";

    /// <summary>With <see cref="Ask"/>: afterwards wait for the opinion and acknowledge it.</summary>
    public bool Acknowledge { get; init; }

    /// <summary>What is answered to the question whether one may be recorded.</summary>
    public bool RecordingConsent { get; init; } = true;

    /// <summary>How long to stay at most.</summary>
    public TimeSpan Limit { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>The language of the consent texts: zh or en.</summary>
    public string Language { get; init; } = "zh";
}

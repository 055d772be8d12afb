namespace Telemed.Cli.Load;

/// <summary>What a load test does.</summary>
internal sealed record LoadPlan
{
    /// <summary>The server, on this machine, with load rooms on.</summary>
    public required Uri Server { get; init; }

    /// <summary>A token for every load room; null to ask the server for one.</summary>
    public string? Token { get; init; }

    /// <summary>How many rooms.</summary>
    public int Rooms { get; init; } = 1;

    /// <summary>How many publish in each room.</summary>
    public int Publishers { get; init; } = 1;

    /// <summary>How many view in each room; each of them plays one of its publishers.</summary>
    public int Viewers { get; init; } = 100;

    /// <summary>A publisher's picture in bits a second; 0 for none.</summary>
    public int VideoBitrate { get; init; } = 1_500_000;

    /// <summary>A publisher's sound in bits a second, in packets of 20 ms; 0 for none.</summary>
    public int AudioBitrate { get; init; } = 32_000;

    /// <summary>How many join in a second; 0 for all at once.</summary>
    public int JoinRate { get; init; } = 50;

    /// <summary>How long media flow before anything is measured.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long is measured.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often rooms close and open while it is measured; zero for never.</summary>
    public TimeSpan ReopenEvery { get; init; }

    /// <summary>A viewer decrypts one packet of so many; the others are counted by their clear headers.</summary>
    public int Sample { get; init; } = 16;

    /// <summary>Whether viewers let the kernel hand over runs of equal datagrams as one message.</summary>
    public bool Coalescing { get; init; }

    /// <summary>Whether viewers send transport-wide feedback when the server negotiates it.</summary>
    public bool Feedback { get; init; } = true;
}

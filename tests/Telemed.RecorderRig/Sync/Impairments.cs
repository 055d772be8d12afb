namespace Telemed.RecorderRig.Sync;

/// <summary>What goes wrong while two people are recorded; any of them alone, or all of them at once.</summary>
[Flags]
internal enum Impairments
{
    /// <summary>A good network and good clocks.</summary>
    None = 0,

    /// <summary>Each tenth packet is lost; nine of ten of those come again.</summary>
    Loss = 1,

    /// <summary>Packets are late by up to 200 ms.</summary>
    Jitter = 2,

    /// <summary>Wall and sound clocks are 200 ppm fast, the picture's clock 200 ppm slow.</summary>
    Drift = 4,

    /// <summary>The sender's wall clock is set forward by two seconds.</summary>
    Step = 8,

    /// <summary>One person is muted for a time.</summary>
    Mute = 16,

    /// <summary>The recording is paused for a time.</summary>
    Pause = 32,

    /// <summary>One person leaves and is back ten seconds later.</summary>
    Reconnect = 64,

    /// <summary>All of them.</summary>
    All = Loss | Jitter | Drift | Step | Mute | Pause | Reconnect,
}

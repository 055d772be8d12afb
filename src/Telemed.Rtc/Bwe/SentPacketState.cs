namespace Telemed.Rtc.Bwe;

/// <summary>What is known of a sent packet.</summary>
internal enum SentPacketState : byte
{
    /// <summary>No report covered it yet.</summary>
    Outstanding,

    /// <summary>A report said that it had not arrived; a later one may still say that it has.</summary>
    Lost,

    /// <summary>It has arrived.</summary>
    Arrived,
}

namespace Telemed.Sfu.Streams;

/// <summary>How sound is protected on the way to a receiver: which earlier packets each packet repeats.</summary>
internal enum SoundProtection
{
    /// <summary>None.</summary>
    None,

    /// <summary>The packet before: enough for single losses, and no receiver has to wait longer for it.</summary>
    Near,

    /// <summary>One of 40 ms before: outlives losses of two packets.</summary>
    Middle,

    /// <summary>One of 60 ms and one of 120 ms before: outlives bursts.</summary>
    Far,
}

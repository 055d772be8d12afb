namespace Telemed.Sfu.Streams;

/// <summary>How sound is protected on the way to a receiver: which earlier packets each packet repeats.</summary>
internal enum SoundProtection
{
    /// <summary>None.</summary>
    None,

    /// <summary>The packet before: enough for single losses, and no receiver has to wait longer for it.</summary>
    Near,

    /// <summary>The second before: outlives losses of two packets.</summary>
    Middle,

    /// <summary>The eighth before, or as far back as a head can tell: outlives most bursts, where there is no room for <see cref="Far"/>.</summary>
    Distant,

    /// <summary>The fourth and the eighth before, or as far back as a head can tell: outlives bursts.</summary>
    Far,
}

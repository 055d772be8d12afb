namespace Telemed.Recording.Finalising;

/// <summary>A frame on the recording's time line.</summary>
/// <param name="TimeNs">When it is shown, in nanoseconds.</param>
/// <param name="IsKey">Whether it stands alone.</param>
/// <param name="Data">The encoded bytes.</param>
internal readonly record struct TimedFrame(long TimeNs, bool IsKey, byte[] Data);

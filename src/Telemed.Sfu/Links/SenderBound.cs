using Telemed.Rtc.Bwe;
using Telemed.Rtc.Time;

namespace Telemed.Sfu.Links;

/// <summary>The bound on all that a publisher sends, as it was told last.</summary>
/// <param name="Rate">The bound; unbounded when it was lifted.</param>
/// <param name="At">When it was told.</param>
internal readonly record struct SenderBound(Bitrate Rate, MonotonicTime At);

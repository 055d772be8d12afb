namespace Telemed.Rtc.Bwe;

/// <summary>Whose a queue is.</summary>
internal enum QueueOwner
{
    /// <summary>One's own, as far as is known.</summary>
    Self,

    /// <summary>Others keep it full.</summary>
    Others,

    /// <summary>It is none: the path has become longer.</summary>
    Nobody,
}

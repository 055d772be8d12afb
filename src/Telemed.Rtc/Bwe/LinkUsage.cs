namespace Telemed.Rtc.Bwe;

/// <summary>What the delay of packets says of a link.</summary>
public enum LinkUsage
{
    /// <summary>Delay stays as it is.</summary>
    Normal,

    /// <summary>Delay grows: more goes in than comes out.</summary>
    Over,

    /// <summary>Delay falls: a queue is draining.</summary>
    Under,
}

namespace Telemed.Sfu.Routing;

/// <summary>How a media packet came.</summary>
internal enum PacketOrigin
{
    /// <summary>By itself.</summary>
    Sent,

    /// <summary>By itself, as it was asked for again.</summary>
    SentAgain,

    /// <summary>Within a later packet of sound (RFC 2198).</summary>
    Repeated,
}

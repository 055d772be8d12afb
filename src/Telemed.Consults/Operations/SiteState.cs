namespace Telemed.Consults.Operations;

/// <summary>How a site is doing now.</summary>
[JsonConverter(typeof(CamelCaseEnum<SiteState>))]
public enum SiteState
{
    /// <summary>Nobody there is signed in.</summary>
    Silent,

    /// <summary>Somebody is at a desk, nobody in a room.</summary>
    AtDesk,

    /// <summary>In a room with a good link.</summary>
    Good,

    /// <summary>In a room with a link that carries a small picture.</summary>
    Fair,

    /// <summary>In a room with a link that carries sound.</summary>
    Bad,

    /// <summary>In a room, and nothing arrives.</summary>
    Unreachable,
}

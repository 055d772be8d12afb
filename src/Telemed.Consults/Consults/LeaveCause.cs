namespace Telemed.Consults.Consults;

/// <summary>Why a person is no longer in the room.</summary>
[JsonConverter(typeof(CamelCaseEnum<LeaveCause>))]
public enum LeaveCause
{
    /// <summary>They left.</summary>
    Left,

    /// <summary>Their link is gone.</summary>
    Lost,

    /// <summary>They were removed.</summary>
    Removed,
}

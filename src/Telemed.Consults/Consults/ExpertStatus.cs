namespace Telemed.Consults.Consults;

/// <summary>How far one of several experts is.</summary>
[JsonConverter(typeof(CamelCaseEnum<ExpertStatus>))]
public enum ExpertStatus
{
    /// <summary>Invited, no answer yet.</summary>
    Offered,

    /// <summary>Will take part.</summary>
    Accepted,

    /// <summary>Refused, with a reason.</summary>
    Declined,

    /// <summary>Did not answer in time.</summary>
    Expired,

    /// <summary>Has been in the room.</summary>
    Joined,

    /// <summary>Has signed the opinion beside the lead.</summary>
    Signed,

    /// <summary>Was removed by the lead or the asking doctor.</summary>
    Removed,
}

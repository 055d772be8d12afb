namespace Telemed.Consults.Consults;

/// <summary>How a consent was given.</summary>
[JsonConverter(typeof(CamelCaseEnum<ConsentMethod>))]
public enum ConsentMethod
{
    /// <summary>Said aloud, with a witness.</summary>
    Spoken,

    /// <summary>Signed on a screen.</summary>
    Signature,

    /// <summary>Signed on paper and kept.</summary>
    Paper,

    /// <summary>The participant's own click.</summary>
    Click,
}

namespace Telemed.Consults.Consults;

/// <summary>What became of an offer.</summary>
[JsonConverter(typeof(CamelCaseEnum<OfferStatus>))]
public enum OfferStatus
{
    /// <summary>The specialist is being rung.</summary>
    Offered,

    /// <summary>Taken; exactly one offer of a consult ever is.</summary>
    Accepted,

    /// <summary>Refused with a reason.</summary>
    Declined,

    /// <summary>Not answered in time.</summary>
    Expired,

    /// <summary>Taken back: another accepted, or the consult was called off.</summary>
    Withdrawn,

    /// <summary>Taken, and given back before the session: another is looked for.</summary>
    Released,
}

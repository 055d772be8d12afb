namespace Telemed.Storage.Reads;

/// <summary>Whom a consult rings or rang.</summary>
internal sealed class OfferRecord
{
    /// <summary>The status of an expert who takes part.</summary>
    public const string ExpertIn = "ExpertIn";

    /// <summary>The status of an expert who was invited and has not answered.</summary>
    public const string ExpertInvited = "ExpertInvited";

    /// <summary>The status of an expert who refused, did not answer, or is not asked any more.</summary>
    public const string ExpertOut = "ExpertOut";

    public string Consult { get; init; } = "";

    public string Person { get; init; } = "";

    public string Status { get; init; } = "";
}

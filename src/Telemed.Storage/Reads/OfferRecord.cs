namespace Telemed.Storage.Reads;

/// <summary>Whom a consult rings or rang, and who else is asked to take part.</summary>
internal sealed class OfferRecord
{
    /// <summary>The status of an expert who takes part.</summary>
    public const string ExpertIn = "ExpertIn";

    /// <summary>The status of an expert who was invited and has not answered.</summary>
    public const string ExpertInvited = "ExpertInvited";

    /// <summary>The status of an expert who refused, did not answer, or is not asked any more.</summary>
    public const string ExpertOut = "ExpertOut";

    /// <summary>The status of who was asked to interpret.</summary>
    public const string InterpreterAsked = "InterpreterAsked";

    /// <summary>The status of who interprets.</summary>
    public const string Interpreter = "Interpreter";

    /// <summary>The status of who was asked to interpret in an earlier search.</summary>
    public const string InterpreterOut = "InterpreterOut";

    /// <summary>The status of who looked on and was removed.</summary>
    public const string ViewerOut = "ViewerOut";

    /// <summary>The status of who was removed from an earlier opening, and may look on again.</summary>
    public const string ViewerIn = "ViewerIn";

    public string Consult { get; init; } = "";

    public string Person { get; init; } = "";

    public string Status { get; init; } = "";
}

namespace Telemed.Consults.Consults;

/// <summary>What a clinic asks for.</summary>
/// <param name="Service">The service asked.</param>
/// <param name="Urgency">How soon.</param>
/// <param name="WishedSpecialist">A specialist asked for by name, or <c>null</c>.</param>
/// <param name="Text">The personal part; <c>null</c> once the case's key was destroyed.</param>
/// <param name="Read">Whether a read without a room is asked for: image, ECG, pathology.</param>
public sealed record ConsultRequest(
    ServiceCode Service,
    Urgency Urgency,
    PersonId? WishedSpecialist,
    [property: JsonPropertyName("personal")] CaseText? Text,
    bool Read = false)
{
    /// <summary>The lane that follows from what is asked and how soon.</summary>
    public Lane Lane => Read ? Lane.Asynchronous : Urgency == Urgency.Emergency ? Lane.Emergency : Lane.Planned;
}

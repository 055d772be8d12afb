namespace Telemed.Consults.Consults;

/// <summary>On which side of the consult a person in the room stands.</summary>
[JsonConverter(typeof(CamelCaseEnum<RoomSide>))]
public enum RoomSide
{
    /// <summary>The requesting doctor.</summary>
    Requester,

    /// <summary>The consulted specialist.</summary>
    Specialist,

    /// <summary>A nurse or village doctor beside the patient.</summary>
    Bedside,

    /// <summary>A further specialist, beside the lead.</summary>
    Expert,

    /// <summary>Looks on.</summary>
    Observer,

    /// <summary>The patient, who joined by a link.</summary>
    Patient,

    /// <summary>Who speaks for the patient and joined by a link.</summary>
    Proxy,

    /// <summary>The interpreter, whose voice is a channel that each listener mixes for themselves.</summary>
    Interpreter,
}

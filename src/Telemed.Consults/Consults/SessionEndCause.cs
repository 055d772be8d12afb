namespace Telemed.Consults.Consults;

/// <summary>Why a session ended.</summary>
[JsonConverter(typeof(CamelCaseEnum<SessionEndCause>))]
public enum SessionEndCause
{
    /// <summary>Somebody ended it.</summary>
    Ended,

    /// <summary>It stayed interrupted for too long.</summary>
    Interruption,

    /// <summary>The patient's consent to the consult was withdrawn.</summary>
    ConsentWithdrawn,
}

namespace Telemed.Consults.Consults;

/// <summary>On whose behalf a consent is given.</summary>
[JsonConverter(typeof(CamelCaseEnum<ConsentSubject>))]
public enum ConsentSubject
{
    /// <summary>The patient or the guardian.</summary>
    Patient,

    /// <summary>The participant themselves.</summary>
    Participant,
}

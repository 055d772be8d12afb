namespace Telemed.Consults.Library;

/// <summary>Why a copy is out of the library.</summary>
[JsonConverter(typeof(CamelCaseEnum<CopyEnd>))]
public enum CopyEnd
{
    /// <summary>The patient took their consent back.</summary>
    ConsentTakenBack,

    /// <summary>A doctor of the case took it out.</summary>
    TakenOut,
}

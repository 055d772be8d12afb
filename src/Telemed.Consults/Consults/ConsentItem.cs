namespace Telemed.Consults.Consults;

/// <summary>What a consent is about.</summary>
[JsonConverter(typeof(CamelCaseEnum<ConsentItem>))]
public enum ConsentItem
{
    /// <summary>The consult itself (C1).</summary>
    Consult,

    /// <summary>Being recorded (C2).</summary>
    Recording,

    /// <summary>Reuse for teaching (C3).</summary>
    Teaching,

    /// <summary>A copy without names in the case library.</summary>
    Library,
}

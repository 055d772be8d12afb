namespace Telemed.Consults.Recordings;

/// <summary>As what a recording is kept; each class has a period of its own. In rising order.</summary>
[JsonConverter(typeof(CamelCaseEnum<RetentionClass>))]
public enum RetentionClass
{
    /// <summary>A recording of a consult that is filed nowhere else.</summary>
    Consult,

    /// <summary>Part of an outpatient record.</summary>
    Outpatient,

    /// <summary>Part of an inpatient record.</summary>
    Inpatient,
}

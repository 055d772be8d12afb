namespace Telemed.Consults.Views;

/// <summary>Which consults a list holds.</summary>
[JsonConverter(typeof(CamelCaseEnum<ConsultList>))]
public enum ConsultList
{
    /// <summary>Those in which the viewer takes part.</summary>
    Mine,

    /// <summary>Those that wait for the viewer's kind of work.</summary>
    Queue,
}

namespace Telemed.Consults.Views;

/// <summary>Which side of a consult the viewer is on.</summary>
[JsonConverter(typeof(CamelCaseEnum<ViewerSide>))]
public enum ViewerSide
{
    /// <summary>The requesting side.</summary>
    Requester,

    /// <summary>The consulted side.</summary>
    Specialist,

    /// <summary>A further expert, or one who is invited.</summary>
    Expert,

    /// <summary>Interprets, or was asked to.</summary>
    Interpreter,

    /// <summary>Looks on to learn.</summary>
    Observer,

    /// <summary>Neither.</summary>
    Other,
}

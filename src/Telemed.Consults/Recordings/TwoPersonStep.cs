namespace Telemed.Consults.Recordings;

/// <summary>What one person asks for and another confirms.</summary>
[JsonConverter(typeof(CamelCaseEnum<TwoPersonStep>))]
public enum TwoPersonStep
{
    /// <summary>Keep it by order, whatever its retention says.</summary>
    Hold,

    /// <summary>Let it go again.</summary>
    Release,

    /// <summary>Destroy its key.</summary>
    Destroy,
}

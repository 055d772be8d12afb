namespace Telemed.Consults.Stores;

/// <summary>The kinds of streams.</summary>
public enum StreamKind
{
    /// <summary>A consult.</summary>
    Consult,

    /// <summary>A doctor's availability.</summary>
    Doctor,

    /// <summary>A recording.</summary>
    Recording,
}

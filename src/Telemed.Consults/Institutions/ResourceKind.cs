namespace Telemed.Consults.Institutions;

/// <summary>What a resource is.</summary>
public enum ResourceKind
{
    /// <summary>A room that people of one appointment use.</summary>
    Room,

    /// <summary>A device that examines one patient at a time.</summary>
    Device,
}

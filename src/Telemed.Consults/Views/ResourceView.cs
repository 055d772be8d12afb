namespace Telemed.Consults.Views;

/// <summary>A room or a device that an appointment can have.</summary>
/// <param name="Id">The resource.</param>
/// <param name="Kind">A room or a device.</param>
/// <param name="Name">Its name.</param>
/// <param name="Institution">Whose it is.</param>
/// <param name="Taken">The half hours of the next days that other cases have, by their beginnings.</param>
public sealed record ResourceView(
    ResourceId Id, ResourceKind Kind, Name Name, Name Institution, IReadOnlyList<DateTimeOffset> Taken);

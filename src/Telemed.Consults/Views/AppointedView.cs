namespace Telemed.Consults.Views;

/// <summary>A room or a device that an appointment has.</summary>
/// <param name="Id">The resource.</param>
/// <param name="Kind">A room or a device.</param>
/// <param name="Name">Its name.</param>
/// <param name="Institution">Whose it is.</param>
public sealed record AppointedView(ResourceId Id, ResourceKind Kind, Name Name, Name Institution);

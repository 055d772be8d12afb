namespace Telemed.Consults.Institutions;

/// <summary>A medical service that can be asked for.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
public sealed record Service(ServiceCode Code, Name Name);

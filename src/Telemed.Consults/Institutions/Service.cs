namespace Telemed.Consults.Institutions;

/// <summary>A medical service that can be asked for.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Reviewed">Whether a reviewer reads a request before it is dispatched, unless it is an emergency.</param>
/// <param name="Read">Whether it can be asked for a read without a room.</param>
public sealed record Service(ServiceCode Code, Name Name, bool Reviewed = false, bool Read = false);

using Telemed.Server.Tokens;

namespace Telemed.Server.Checks;

/// <summary>A measurement that may begin.</summary>
/// <param name="Id">Its id.</param>
/// <param name="IceServers">As in a join permit, so that the way is the same.</param>
internal sealed record CheckOpened(string Id, IReadOnlyList<IceServer> IceServers);

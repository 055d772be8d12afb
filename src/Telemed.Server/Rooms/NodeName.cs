namespace Telemed.Server.Rooms;

/// <summary>The name under which this node holds rooms and recordings.</summary>
internal sealed record NodeName(string Value);

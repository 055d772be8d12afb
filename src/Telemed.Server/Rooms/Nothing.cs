namespace Telemed.Server.Rooms;

/// <summary>The answer of something that has no result beyond having been done.</summary>
internal readonly record struct Nothing;

namespace Telemed.Consults.Operations;

/// <summary>What a node last said of its machine.</summary>
/// <param name="Node">The node.</param>
/// <param name="SeenAt">When, by the database's clock.</param>
/// <param name="PercentFull">How full the disk of its recordings is, 0 to 100.</param>
/// <param name="ClockSkewMs">How far its clock is ahead of the database's, in milliseconds; negative when behind.</param>
/// <param name="Faults">Faults of ours since it started.</param>
public sealed record NodeHealth(string Node, DateTimeOffset SeenAt, int PercentFull, int ClockSkewMs, long Faults);

using Telemed.Consults.Nodes;
using Telemed.Consults.Operations;

namespace Telemed.Server.Operator;

/// <summary>Where a node looks to see how it and the region are doing.</summary>
/// <param name="Node">The node's name.</param>
/// <param name="PercentFull">How full the disk of its recordings is, 0 to 100.</param>
/// <param name="Nodes">The region's nodes.</param>
/// <param name="Store">What operators look at.</param>
internal sealed record WatchSources(string Node, Func<double> PercentFull, INodeStore Nodes, IOperationsStore Store);

namespace Telemed.Server.Nodes;

/// <summary>The mark of the directories that the nodes of a region share.</summary>
/// <param name="Mark">Equal for two nodes exactly when they keep recordings and files in the same places.</param>
internal sealed record SharedFiles(string Mark);

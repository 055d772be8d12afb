using Telemed.Consults.Institutions;

namespace Telemed.Server.Exchange;

/// <summary>What became of an import.</summary>
/// <param name="Done">Whether the network is in place; false for a dry run, and when there are faults.</param>
/// <param name="Institutions">How many institutions it has.</param>
/// <param name="People">How many people it has.</param>
/// <param name="Faults">What keeps it out.</param>
internal sealed record ImportView(bool Done, int Institutions, int People, IReadOnlyList<NetworkFault> Faults);

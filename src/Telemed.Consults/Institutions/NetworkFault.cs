namespace Telemed.Consults.Institutions;

/// <summary>What is wrong with a network that somebody wants to put in place.</summary>
/// <param name="Part">Which part: institutions, people, services, rota, rules, resources or calendar.</param>
/// <param name="Id">Which record, or its line when it has no identifier.</param>
/// <param name="Field">Which field.</param>
/// <param name="Code">What is wrong with it.</param>
public sealed record NetworkFault(string Part, string Id, string Field, string Code);

namespace Telemed.Consults.Views;

/// <summary>How many consults of one kind there were: no person, no case, nothing of a patient.</summary>
/// <param name="Institution">The requesting institution.</param>
/// <param name="Service">The service asked.</param>
/// <param name="Lane">The lane.</param>
/// <param name="State">The state now.</param>
/// <param name="Count">How many.</param>
public sealed record CountRow(InstitutionId Institution, ServiceCode Service, Lane Lane, ConsultStatus State, int Count);

namespace Telemed.Consults.Views;

/// <summary>A dependant's case as it stands on the adult's phone.</summary>
/// <param name="Consult">The case.</param>
/// <param name="Self">Who the adult is in it.</param>
/// <param name="PatientLabel">The patient, as <c>王** ♀ 63</c>; <c>null</c> once the case's key was destroyed.</param>
/// <param name="Institution">The house that looks after them.</param>
/// <param name="State">How the case stands.</param>
public sealed record DependantView(
    ConsultId Consult, PersonId Self, string? PatientLabel, Name Institution, ConsultStatus State);

using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;

namespace Telemed.Server.SignIn;

/// <summary>Where the signed-in person works.</summary>
internal sealed record MyInstitution(InstitutionId Id, Name Name, InstitutionLevel Level);

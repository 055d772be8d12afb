using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;

namespace Telemed.Server.Institutions;

/// <summary>An institution as the page sees it.</summary>
internal sealed record InstitutionView(
    InstitutionId Id,
    Name Name,
    InstitutionLevel Level,
    string Type,
    InstitutionId? Parent,
    IReadOnlyList<ServiceCode> Services,
    IReadOnlyList<InstitutionId> MayAsk);

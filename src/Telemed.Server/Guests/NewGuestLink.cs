using Telemed.Consults.Ids;
using Telemed.Consults.Views;

namespace Telemed.Server.Guests;

/// <summary>A link as it is shown once: to read out, to print, to scan.</summary>
/// <param name="Guest">Whose it is.</param>
/// <param name="Url">The address, with the link behind its <c>#</c>.</param>
/// <param name="Qr">The same as an SVG picture.</param>
/// <param name="Until">Until when it can be used.</param>
/// <param name="View">The consult after it.</param>
internal sealed record NewGuestLink(PersonId Guest, string Url, string Qr, DateTimeOffset Until, ConsultView View);

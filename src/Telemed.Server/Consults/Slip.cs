using Telemed.Consults.Ids;
using Telemed.Consults.Views;

namespace Telemed.Server.Consults;

/// <summary>A paper slip for an appointment: it works where the patient's phone does not.</summary>
/// <param name="StartsAt">When.</param>
/// <param name="Service">For what.</param>
/// <param name="Specialist">With whom, and where they are.</param>
/// <param name="Appointed">The rooms and devices.</param>
/// <param name="Qr">The case's address, with the time of the appointment, as SVG.</param>
internal sealed record Slip(
    DateTimeOffset StartsAt,
    ServiceCode Service,
    PersonView? Specialist,
    IReadOnlyList<AppointedView> Appointed,
    string Qr);

using Telemed.Consults.Views;

namespace Telemed.Server.Availability;

/// <summary>The caller's availability and that of others.</summary>
internal sealed record AvailabilityList(AvailabilityView? Me, IReadOnlyList<AvailabilityView> Others);

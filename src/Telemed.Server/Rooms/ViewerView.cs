using Telemed.Consults.Views;

namespace Telemed.Server.Rooms;

/// <summary>Somebody who looks on.</summary>
/// <param name="Id">The participant.</param>
/// <param name="Person">Who.</param>
/// <param name="HandAt">Since when their hand is up; <c>null</c> when it is not.</param>
internal sealed record ViewerView(string Id, PersonView Person, DateTimeOffset? HandAt);

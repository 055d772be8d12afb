using Telemed.Consults.Views;

namespace Telemed.Server.Rooms;

/// <summary>Those who look on, as one participant hears of them.</summary>
/// <param name="Count">How many are here.</param>
/// <param name="Hands">How many hands are up.</param>
/// <param name="People">Who they are, for those who give the word; of the others each finds themselves alone.</param>
/// <param name="Word">Who has the word; <c>null</c> when nobody has.</param>
internal sealed record AudienceView(int Count, int Hands, IReadOnlyList<ViewerView> People, WordView? Word);

/// <summary>Somebody who looks on.</summary>
/// <param name="Id">The participant.</param>
/// <param name="Person">Who.</param>
/// <param name="HandAt">Since when their hand is up; <c>null</c> when it is not.</param>
internal sealed record ViewerView(string Id, PersonView Person, DateTimeOffset? HandAt);

/// <summary>The word: who may speak, and until when.</summary>
/// <param name="Participant">Who.</param>
/// <param name="Until">Until when.</param>
internal sealed record WordView(string Participant, DateTimeOffset Until);

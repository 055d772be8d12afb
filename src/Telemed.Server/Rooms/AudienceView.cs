namespace Telemed.Server.Rooms;

/// <summary>Those who look on, as one participant hears of them.</summary>
/// <param name="Count">How many are here.</param>
/// <param name="Hands">How many hands are up.</param>
/// <param name="People">Who they are, for those who give the word; of the others each finds themselves alone.</param>
/// <param name="Word">Who has the word; <c>null</c> when nobody has.</param>
internal sealed record AudienceView(int Count, int Hands, IReadOnlyList<ViewerView> People, WordView? Word);

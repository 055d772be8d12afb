namespace Telemed.Consults.Consults;

/// <summary>That a file is a still of a camera in the room, taken in session.</summary>
/// <param name="Feed">What the camera showed, as the room calls it.</param>
/// <param name="Of">Whose camera it was.</param>
/// <param name="AskedBy">Who asked for it.</param>
/// <param name="WithCard">Whether a colour card was to be held into the picture.</param>
public sealed record Still(string Feed, PersonId Of, PersonId AskedBy, bool WithCard);

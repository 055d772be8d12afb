namespace Telemed.Consults.Views;

/// <summary>Of which camera a file is a still.</summary>
public sealed record StillView(string Feed, PersonView Of, PersonView AskedBy, bool WithCard);

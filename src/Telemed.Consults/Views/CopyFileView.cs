namespace Telemed.Consults.Views;

/// <summary>A file of the case that goes with a copy of it.</summary>
/// <param name="Id">Its name in the case.</param>
/// <param name="MediaType">What it is.</param>
public sealed record CopyFileView(string Id, string MediaType);

namespace Telemed.Consults.Views;

/// <summary>A person as the page shows them.</summary>
/// <param name="Id">Who.</param>
/// <param name="Name">Name.</param>
/// <param name="Title">Title.</param>
/// <param name="Institution">Where they work.</param>
public sealed record PersonView(PersonId Id, Name Name, Name Title, Name Institution);

namespace Telemed.Consults.Views;

/// <summary>A house that can be phoned when nobody answers.</summary>
/// <param name="Institution">Which.</param>
/// <param name="Number">Its number.</param>
public sealed record PhoneView(Name Institution, string Number);

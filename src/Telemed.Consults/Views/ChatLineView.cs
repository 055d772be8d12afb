namespace Telemed.Consults.Views;

/// <summary>A line of the chat as the case shows it.</summary>
/// <param name="Id">Its name in this case.</param>
/// <param name="By">Who wrote it.</param>
/// <param name="Name">How they are called.</param>
/// <param name="At">When.</param>
/// <param name="Text">What; <c>null</c> once the case's key was destroyed, and when it was set apart.</param>
/// <param name="SetApart">Whether it was written about another patient (F11).</param>
public sealed record ChatLineView(string Id, PersonId By, Name Name, DateTimeOffset At, string? Text, bool SetApart);

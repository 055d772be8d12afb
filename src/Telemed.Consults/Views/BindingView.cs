namespace Telemed.Consults.Views;

/// <summary>An adult bound to the patient as their dependant.</summary>
/// <param name="At">Since when.</param>
/// <param name="Name">The adult's name; <c>null</c> once the case's key was destroyed.</param>
/// <param name="Relation">What they are to the patient.</param>
/// <param name="EndedAt">When the two were unbound, or <c>null</c>.</param>
public sealed record BindingView(DateTimeOffset At, string? Name, string? Relation, DateTimeOffset? EndedAt);

namespace Telemed.Consults.Views;

/// <summary>One line of a consult's history.</summary>
/// <param name="At">When.</param>
/// <param name="Code">What happened: the fact's name in camelCase, such as <c>offerMade</c>; <c>overdueReply</c>
/// and its like for what became overdue.</param>
/// <param name="Actor">Who did it; <c>null</c> for the system.</param>
public sealed record TimelineEntry(DateTimeOffset At, string Code, Name? Actor);

namespace Telemed.Consults.Stores;

/// <summary>A command that was done, kept so that a repeated one is answered instead.</summary>
/// <param name="Actor">Who sent it; identifiers of two people never meet.</param>
/// <param name="Id">The identifier the client chose.</param>
/// <param name="Kind">What was asked.</param>
/// <param name="Stream">The key of the stream it was done to.</param>
/// <param name="At">When.</param>
public sealed record CommandRecord(PersonId Actor, CommandId Id, string Kind, string Stream, DateTimeOffset At);

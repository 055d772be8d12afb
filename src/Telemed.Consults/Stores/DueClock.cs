namespace Telemed.Consults.Stores;

/// <summary>A clock that is due and leased to one worker.</summary>
/// <param name="Stream">Whose clock.</param>
/// <param name="Clock">Which.</param>
public sealed record DueClock(StreamId Stream, Clock Clock);

namespace Telemed.Consults.Desk;

/// <summary>What became of a due clock.</summary>
/// <param name="Stream">Whose clock.</param>
/// <param name="Clock">Which.</param>
/// <param name="Done">Whether it changed anything; <c>false</c> when its cause was gone already.</param>
public sealed record FiredClock(StreamId Stream, Clock Clock, bool Done);

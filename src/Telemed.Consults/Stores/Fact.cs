namespace Telemed.Consults.Stores;

/// <summary>A stored fact as the feed hands it on.</summary>
/// <param name="Position">Its place in the feed.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="Version">Its place in the stream, from 1.</param>
/// <param name="Event">What happened; personal parts are <c>null</c> once the case's key was destroyed.</param>
public sealed record Fact(FeedPosition Position, StreamId Stream, int Version, IFact Event);

namespace Telemed.Recording.Journal;

/// <summary>What happened to the transport of a participant who is recorded.</summary>
/// <param name="Participant">The participant's id.</param>
/// <param name="What">What.</param>
public sealed record JournalTransport(string Participant, TransportChange What);

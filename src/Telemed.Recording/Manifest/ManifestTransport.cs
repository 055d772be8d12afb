using Telemed.Recording.Journal;

namespace Telemed.Recording.Manifest;

/// <summary>What happened to the transport of a participant who was recorded.</summary>
/// <param name="Participant">The participant's id.</param>
/// <param name="What">What.</param>
/// <param name="AtMs">Where on the time line.</param>
public sealed record ManifestTransport(string Participant, TransportChange What, long AtMs);

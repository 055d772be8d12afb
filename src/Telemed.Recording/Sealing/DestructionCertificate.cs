namespace Telemed.Recording.Sealing;

/// <summary>What is left of a case's recordings after their lawful destruction; signed like a seal.</summary>
/// <param name="Version">The certificate's format: 1.</param>
/// <param name="ConsultId">The consult whose key was destroyed.</param>
/// <param name="Recordings">The recordings that became unreadable, each with the SHA-256 of its manifest.</param>
/// <param name="KeySha256">SHA-256 of the wrapped key that was destroyed: a copy that turns up later can be told by it.</param>
/// <param name="AskedBy">Who asked for it.</param>
/// <param name="ConfirmedBy">Who, another person, confirmed it.</param>
/// <param name="Reason">Why.</param>
/// <param name="DestroyedAt">When.</param>
/// <param name="Software">The program that did it, with its version.</param>
public sealed record DestructionCertificate(
    int Version,
    string ConsultId,
    IReadOnlyList<DestroyedRecording> Recordings,
    string KeySha256,
    string AskedBy,
    string ConfirmedBy,
    string Reason,
    DateTimeOffset DestroyedAt,
    string Software);

namespace Telemed.Media;

/// <summary>What a participant gets for its offer.</summary>
/// <param name="AnswerSdp">The answer, complete with candidates.</param>
/// <param name="Publications">Every publication in the room, the participant's own included.</param>
/// <param name="Slots">The participant's slots and what they carry now.</param>
public sealed record JoinAnswer(
    string AnswerSdp, IReadOnlyList<PublicationInfo> Publications, IReadOnlyList<SlotInfo> Slots);

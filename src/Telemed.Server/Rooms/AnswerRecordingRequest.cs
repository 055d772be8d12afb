namespace Telemed.Server.Rooms;

/// <summary>A specialist answers who asked for the recording.</summary>
/// <param name="MessageId">The message.</param>
/// <param name="On">What was asked for, so that an answer that comes late answers no other question.</param>
/// <param name="Granted">Whether it is done; else not now.</param>
internal sealed record AnswerRecordingRequest(string MessageId, bool On, bool Granted);

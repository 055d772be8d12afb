namespace Telemed.Server.Rooms;

/// <summary>Who asks for the consult asks the specialists to switch the recording.</summary>
/// <param name="MessageId">The message.</param>
/// <param name="On">Whether it is to run; else it is to rest.</param>
internal sealed record AskRecordingRequest(string MessageId, bool On);

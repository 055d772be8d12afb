namespace Telemed.Server.Rooms;

/// <summary>The open question whether the recording is to run or to rest.</summary>
/// <param name="By">Who asks.</param>
/// <param name="On">Whether it is to run.</param>
/// <param name="At">Since when.</param>
internal sealed record RecordingAskView(string By, bool On, DateTimeOffset At);

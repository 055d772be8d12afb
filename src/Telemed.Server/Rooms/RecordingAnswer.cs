namespace Telemed.Server.Rooms;

/// <summary>What became of the question whether the recording is to run or to rest.</summary>
internal enum RecordingAnswer
{
    /// <summary>The recording is in another state than it was, by whomever.</summary>
    Switched,

    /// <summary>A specialist said not now.</summary>
    Declined,

    /// <summary>Who asked is gone.</summary>
    Dropped,
}

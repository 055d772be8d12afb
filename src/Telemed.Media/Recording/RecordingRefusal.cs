namespace Telemed.Media.Recording;

/// <summary>Why a recording was not started, or a finished one not delivered.</summary>
public enum RecordingRefusal
{
    /// <summary>The id is not of the allowed form.</summary>
    BadId,

    /// <summary>The disk is too full for another recording.</summary>
    DiskFull,

    /// <summary>The epoch exists already.</summary>
    EpochExists,

    /// <summary>The directory or a file in it cannot be made or read.</summary>
    Unwritable,

    /// <summary>The case's key is missing, damaged or destroyed, or no master key opens it.</summary>
    NoKey,

    /// <summary>There is no such recording.</summary>
    NotFound,

    /// <summary>The journal holds no media that can be played.</summary>
    Empty,

    /// <summary>ffmpeg could not compose the file.</summary>
    ComposeFailed,

    /// <summary>A finished file was changed or cut on the disk.</summary>
    Damaged,

    /// <summary>The recorder is closing.</summary>
    Closing,

    /// <summary>Another node makes the recording's files at this moment.</summary>
    Busy,

    /// <summary>Another node has taken the recording over while its files were made here.</summary>
    TakenOver,
}

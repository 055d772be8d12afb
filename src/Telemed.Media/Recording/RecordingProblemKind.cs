namespace Telemed.Media.Recording;

/// <summary>What is wrong with a running recording.</summary>
public enum RecordingProblemKind
{
    /// <summary>The disk is full: this recording stopped; what was written stays.</summary>
    DiskFull,

    /// <summary>Writing failed: this recording stopped; what was written stays.</summary>
    WriteFailed,

    /// <summary>Nothing reached the disk for some seconds: this recording stopped; what was written stays.</summary>
    WriteStalled,

    /// <summary>The queue was full: packets were lost and a gap is marked; the recording goes on.</summary>
    QueueOverflow,

    /// <summary>The disk is fuller than 70, 85 or 95 percent; running recordings go on.</summary>
    DiskFilling,
}

namespace Telemed.Server.Files;

/// <summary>What a scanner says of a file.</summary>
internal enum ScanVerdict
{
    /// <summary>No scanner is configured.</summary>
    NotScanned,

    /// <summary>Nothing was found.</summary>
    Clean,

    /// <summary>Something was found: the file is not kept.</summary>
    Infected,

    /// <summary>The scanner failed or took too long: the file is not kept, and can be sent again.</summary>
    Failed,
}

namespace Telemed.Media.Recording.SecondPlace;

/// <summary>
/// An S3-compatible store as a second place for sealed recordings. Configuration section <c>Telemed:Recording:S3</c>. Only
/// encrypted files go there, and no key ever does.
/// </summary>
public sealed class S3Options
{
    /// <summary>Its address, for example <c>https://s3.example.org</c>; null: there is no second place.</summary>
    public string? Url { get; set; }

    /// <summary>The bucket; it must exist.</summary>
    public string Bucket { get; set; } = "telemed";

    /// <summary>What every object's name begins with; may be empty.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>The region's name, for the signature. Default <c>us-east-1</c>.</summary>
    public string Region { get; set; } = "us-east-1";

    /// <summary>The access key.</summary>
    public string AccessKey { get; set; } = "";

    /// <summary>The secret key.</summary>
    public string SecretKey { get; set; } = "";

    /// <summary>After how many days a local copy goes, once the other was read back and compared; null: it stays. 0 to
    /// 36525.</summary>
    public int? KeepLocalDays { get; set; }
}

namespace Telemed.Rtc.Codecs;

/// <summary>Kinds of H.264 NAL unit that matter to a relay (ITU-T H.264 table 7-1).</summary>
[Flags]
public enum H264NalUnits
{
    /// <summary>None starts here.</summary>
    None = 0,

    /// <summary>A slice of a picture that others are needed for (type 1).</summary>
    Slice = 1,

    /// <summary>A slice of a picture that stands alone (type 5).</summary>
    IdrSlice = 2,

    /// <summary>The stream's parameters (type 7).</summary>
    SequenceParameterSet = 4,

    /// <summary>The pictures' parameters (type 8).</summary>
    PictureParameterSet = 8,

    /// <summary>Anything else: delimiters, supplemental information and so on.</summary>
    Other = 16,
}

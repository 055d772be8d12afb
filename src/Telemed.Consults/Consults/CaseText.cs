namespace Telemed.Consults.Consults;

/// <summary>What was written about the patient: the personal part of a request.</summary>
/// <param name="Summary">Case summary and question, free text, at most 8,000 characters.</param>
/// <param name="Patient">Who the patient is.</param>
public sealed record CaseText(string Summary, PatientDetails Patient)
{
    /// <summary>The longest first line shown in a row, in characters.</summary>
    public const int LineLength = 60;

    /// <summary>The first line of the summary, cut to <see cref="LineLength"/> characters.</summary>
    public string Line()
    {
        var line = Summary.AsSpan().Trim();
        var end = line.IndexOfAny('\r', '\n');
        line = end < 0 ? line : line[..end];
        return line.Length <= LineLength ? line.ToString() : string.Concat(line[..(LineLength - 1)], "…");
    }
}

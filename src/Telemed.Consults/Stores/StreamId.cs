namespace Telemed.Consults.Stores;

/// <summary>Names a stream of facts.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Key">The consult's, person's or recording's identifier.</param>
public readonly record struct StreamId(StreamKind Kind, string Key)
{
    /// <summary>The stream of a consult.</summary>
    public static StreamId Of(ConsultId id) => new(StreamKind.Consult, id.Value);

    /// <summary>The stream of a doctor.</summary>
    public static StreamId Of(PersonId id) => new(StreamKind.Doctor, id.Value);

    /// <summary>The stream of a recording.</summary>
    public static StreamId Of(RecordingId id) => new(StreamKind.Recording, id.Value);

    /// <summary>As it stands in the database: <c>kind/key</c>.</summary>
    public override string ToString() => Kind switch
    {
        StreamKind.Consult => "consult/" + Key,
        StreamKind.Doctor => "doctor/" + Key,
        _ => "recording/" + Key,
    };

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">The text is no stream's name.</exception>
    public static StreamId Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var kind = slash < 0 ? "" : text[..slash];
        return kind switch
        {
            "consult" => new(StreamKind.Consult, text[(slash + 1)..]),
            "doctor" => new(StreamKind.Doctor, text[(slash + 1)..]),
            "recording" => new(StreamKind.Recording, text[(slash + 1)..]),
            _ => throw new FormatException("A stream is named kind/key."),
        };
    }
}

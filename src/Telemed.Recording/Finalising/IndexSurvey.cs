using System.Text;
using Telemed.Recording.Crypto;
using Telemed.Recording.Journal;

namespace Telemed.Recording.Finalising;

/// <summary>What an epoch's index tells.</summary>
internal sealed class IndexSurvey : SegmentSurvey
{
    private readonly List<(long Ns, bool Paused)> _switches = [];

    /// <summary>How the epoch began; null when that record is lost.</summary>
    public EpochDescription? Description { get; private set; }

    /// <summary>The receive time that belongs to <see cref="EpochDescription.StartedAt"/>.</summary>
    public long? StartNs { get; private set; }

    /// <summary>When the epoch was closed in good order; null when it was not.</summary>
    public long? ClosedNs { get; private set; }

    /// <summary>What the tracks are, as the index repeats it.</summary>
    public Dictionary<int, TrackDescription> Descriptions { get; } = [];

    /// <summary>The marks in order.</summary>
    public List<(long Ns, string Label)> Marks { get; } = [];

    /// <summary>The answers to being recorded in the order in which they took effect.</summary>
    public List<(long Ns, JournalConsent Consent)> Consents { get; } = [];

    /// <summary>What happened to transports, in order.</summary>
    public List<(long Ns, JournalTransport Transport)> Transports { get; } = [];

    /// <summary>What was drawn and wiped, in order.</summary>
    public List<(long Ns, JournalDrawing Drawing)> Drawings { get; } = [];

    /// <summary>Who asked for the pause that began at an instant; those of whom it is not known are left out.</summary>
    public Dictionary<long, string> PausedBy { get; } = [];

    /// <summary>Reads an index.</summary>
    public static IndexSurvey Of(SegmentSource source, string sha256, CaseKey key)
    {
        var survey = new IndexSurvey { Source = source, Sha256 = sha256 };
        survey.Read(key);
        return survey;
    }

    /// <summary>The pauses in order; one that was not resumed lasts until <paramref name="endNs"/>.</summary>
    public List<(long FromNs, long ToNs)> Pauses(long endNs)
    {
        var pauses = new List<(long, long)>();
        long? from = null;
        foreach (var (ns, paused) in _switches)
        {
            if (paused)
            {
                from ??= ns;
            }
            else if (from is { } start)
            {
                pauses.Add((start, ns));
                from = null;
            }
        }

        if (from is { } open && open < endNs)
        {
            pauses.Add((open, endNs));
        }

        return pauses;
    }

    /// <inheritdoc/>
    protected override void Take(in JournalRecord record)
    {
        var ns = record.ReceivedAt.Nanoseconds;
        switch (record.Kind)
        {
            case JournalRecordKind.Epoch:
                Description = JournalJson.Read(record.Payload, JournalJson.Default.EpochDescription);
                StartNs = ns;
                break;
            case JournalRecordKind.TrackAdded:
                if (JournalJson.Read(record.Payload, JournalJson.Default.TrackAddition) is { } addition)
                {
                    Descriptions[addition.Track] = addition.Description;
                }

                break;
            case JournalRecordKind.Pause:
                _switches.Add((ns, true));
                if (!record.Payload.IsEmpty)
                {
                    PausedBy[ns] = Encoding.UTF8.GetString(record.Payload);
                }

                break;
            case JournalRecordKind.Resume:
                _switches.Add((ns, false));
                break;
            case JournalRecordKind.Mark:
                Marks.Add((ns, Encoding.UTF8.GetString(record.Payload)));
                break;
            case JournalRecordKind.Consent:
                if (JournalJson.Read(record.Payload, JournalJson.Default.JournalConsent) is { } consent)
                {
                    Consents.Add((ns, consent));
                }

                break;
            case JournalRecordKind.Transport:
                if (JournalJson.Read(record.Payload, JournalJson.Default.JournalTransport) is { } transport)
                {
                    Transports.Add((ns, transport));
                }

                break;
            case JournalRecordKind.Drawing:
                if (JournalJson.Read(record.Payload, JournalJson.Default.JournalDrawing) is { } drawing)
                {
                    Drawings.Add((ns, drawing));
                }

                break;
            case JournalRecordKind.Closed:
                ClosedNs = ns;
                break;
        }
    }
}

using Telemed.Rtc.Time;
using Telemed.Sfu.Routing;

namespace Telemed.Sfu.Speakers;

/// <summary>
/// Who speaks in a room, loudest first. Looked at a few times a second; the list changes only when somebody begins or
/// ends, or when another is clearly louder than the first, so that the picture does not jump at every syllable.
/// </summary>
internal sealed class SpeakerBoard
{
    private const double ClearlyLouder = 6;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);
    private readonly List<Publication> _candidates = [];
    private List<Participant> _speakers = [];
    private List<Participant> _next = [];
    private MonotonicTime _due;

    /// <summary>Who speaks, loudest first.</summary>
    public IReadOnlyList<Participant> Speakers => _speakers;

    /// <summary>Whether it is time to look.</summary>
    public bool IsDue(MonotonicTime now) => now >= _due;

    /// <summary>Looks; true when the list changed.</summary>
    public bool Look(MonotonicTime now, IReadOnlyList<Publication> publications)
    {
        _due = now + Interval;
        Collect(now, publications);
        _next.Clear();
        foreach (var candidate in _candidates)
        {
            if (!_next.Contains(candidate.Owner))
            {
                _next.Add(candidate.Owner);
            }
        }

        if (!HasChanged())
        {
            return false;
        }

        (_speakers, _next) = (_next, _speakers);
        return true;
    }

    private void Collect(MonotonicTime now, IReadOnlyList<Publication> publications)
    {
        _candidates.Clear();
        for (var i = 0; i < publications.Count; i++)
        {
            var publication = publications[i];
            if (publication.Kind != StreamKind.Audio || publication.IsMuted || !publication.Voice.IsSpeaking(now))
            {
                continue;
            }

            var place = _candidates.Count;
            while (place > 0 && Loudness(_candidates[place - 1]) < Loudness(publication))
            {
                place--;
            }

            _candidates.Insert(place, publication);
        }
    }

    // The first one keeps its place until another is clearly louder.
    private double Loudness(Publication publication) => publication.Voice.Energy
        + (_speakers.Count > 0 && ReferenceEquals(_speakers[0], publication.Owner) ? ClearlyLouder : 0);

    private bool HasChanged()
    {
        if (_next.Count != _speakers.Count || (_next.Count > 0 && !ReferenceEquals(_next[0], _speakers[0])))
        {
            return true;
        }

        for (var i = 0; i < _next.Count; i++)
        {
            if (!_speakers.Contains(_next[i]))
            {
                return true;
            }
        }

        return false;
    }
}

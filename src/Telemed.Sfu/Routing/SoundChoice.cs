namespace Telemed.Sfu.Routing;

/// <summary>
/// Whose sound a participant gets: everybody's but that of some people, or that of some people alone. Pictures are not
/// asked about. People are named by their ids, so that the choice holds for who comes later too.
/// </summary>
/// <param name="People">Participants' ids.</param>
/// <param name="Alone">Whether these are heard and nobody else; else everybody is heard but these.</param>
public sealed record SoundChoice(IReadOnlyList<string> People, bool Alone)
{
    /// <summary>Whether a publication may be put into a slot of who has chosen so.</summary>
    internal bool Takes(Publication publication) =>
        publication.Kind != StreamKind.Audio || People.Contains(publication.Owner.Id) == Alone;
}

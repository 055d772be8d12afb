namespace Telemed.Consults.Operations;

/// <summary>How sites are doing, from what nodes say of them. Pure.</summary>
public static class SiteStates
{
    /// <summary>How long a node's word about a site counts as the present.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(45);

    private const int GoodScore = 4;
    private const int FairScore = 3;

    /// <summary>A site's state.</summary>
    /// <param name="looks">What the nodes said of this site.</param>
    /// <param name="atDesk">Whether somebody of it is at a desk.</param>
    /// <param name="now">The present.</param>
    public static SiteState Of(IEnumerable<SiteLook> looks, bool atDesk, DateTimeOffset now)
    {
        var fresh = looks.Where(one => now - one.SeenAt <= Fresh).ToList();
        if (fresh.Count == 0)
        {
            return atDesk ? SiteState.AtDesk : SiteState.Silent;
        }

        return fresh.Min(one => one.Worst.Score) switch
        {
            >= GoodScore => SiteState.Good,
            FairScore => SiteState.Fair,
            > 0 => SiteState.Bad,
            _ => SiteState.Unreachable,
        };
    }
}

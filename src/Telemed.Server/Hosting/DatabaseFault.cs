using System.Data.Common;

namespace Telemed.Server.Hosting;

/// <summary>Tells whether something failed because the database was away, which passes, and not by a fault of ours.</summary>
internal static class DatabaseFault
{
    /// <summary>Whether the database did not answer: it is stopped, out of reach, or takes no connections now.</summary>
    public static bool IsAway(Exception fault) => fault is DbException { IsTransient: true };
}

namespace Telemed.Storage.Sql;

/// <summary>Instants as they are stored: whole milliseconds since 1970-01-01 UTC.</summary>
internal static class Instant
{
    internal static long From(DateTimeOffset at) => at.ToUnixTimeMilliseconds();

    internal static long? From(DateTimeOffset? at) => at?.ToUnixTimeMilliseconds();

    internal static DateTimeOffset To(long at) => DateTimeOffset.FromUnixTimeMilliseconds(at);

    internal static DateTimeOffset? To(long? at) => at is { } known ? To(known) : null;
}

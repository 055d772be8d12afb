using System.Data.Common;
using System.Globalization;
using Npgsql;

namespace Telemed.Cli.Doctor;

/// <summary>Whether this machine's clock agrees with the database's, by which leases and alarms count.</summary>
internal static class ClockCheck
{
    private const double MostMilliseconds = 500;

    /// <summary>Compares the clocks; of an embedded database there is only one.</summary>
    public static async Task<Finding> RunAsync(string? connectionString, TimeProvider time, CancellationToken stop)
    {
        const string What = "clock";
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            return new Finding(true, What, "the embedded database has this machine's clock; keep it right by NTP (chrony or systemd-timesyncd)");
        }

        try
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(stop);
            await using var command = new NpgsqlCommand("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint", connection);
            await command.ExecuteScalarAsync(stop); // The first asking also prepares; the second is measured.
            var asked = time.GetTimestamp();
            var theirs = DateTimeOffset.FromUnixTimeMilliseconds(
                Convert.ToInt64(await command.ExecuteScalarAsync(stop), CultureInfo.InvariantCulture));
            return Judge(time.GetUtcNow() - (time.GetElapsedTime(asked) / 2) - theirs);
        }
        catch (Exception fault) when (fault is DbException or ArgumentException or System.Net.Sockets.SocketException or TimeoutException)
        {
            return new Finding(false, What, $"the database's clock cannot be read: {fault.Message.ReplaceLineEndings(" ")}");
        }
    }

    /// <summary>What a difference means.</summary>
    internal static Finding Judge(TimeSpan ahead)
    {
        var says = string.Create(CultureInfo.InvariantCulture, $"{ahead.TotalMilliseconds:0} ms ahead of the database's");
        return Math.Abs(ahead.TotalMilliseconds) <= MostMilliseconds
            ? new Finding(true, "clock", says)
            : new Finding(false, "clock", $"{says}: set both machines' clocks by NTP (chrony or systemd-timesyncd)");
    }
}

using System.Security.Cryptography;
using Telemed.Cli.Simulate;
using Telemed.Consults.Consults;
using Telemed.Storage;
using Telemed.Storage.Keys;

namespace Telemed.Cli.Tests;

public sealed class ClinicDayTests
{
    [Fact]
    public async Task A_small_day_with_restarts_ends_with_every_consult_in_a_final_state_and_nothing_twice()
    {
        var morning = new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
        var folder = Directory.CreateTempSubdirectory("telemed-day-");
        try
        {
            var key = new FixedMasterKey(RandomNumberGenerator.GetBytes(32));
            var file = Path.Combine(folder.FullName, "telemed.db");
            var day = new ClinicDay(
                () => ConsultDatabase.OpenAsync(new() { SqliteFile = file }, key), DayNetwork.Build(30, morning), 60, 2, seed: 7);

            var report = await day.RunAsync(morning, TestContext.Current.CancellationToken);

            Assert.Empty(report.Faults);
            Assert.Equal(60, report.States.Values.Sum());
            Assert.True(report.Booked > 0, "Some of them are booked, not rung.");
            Assert.True(report.States[ConsultStatus.Closed] > 30, "Most of the day's consults are held and closed.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

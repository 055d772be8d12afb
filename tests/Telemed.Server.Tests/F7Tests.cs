using Microsoft.Extensions.DependencyInjection;
using Telemed.Consults.Desk;
using Telemed.Consults.Recordings;
using Telemed.Server.Recordings;

namespace Telemed.Server.Tests;

/// <summary>F7: a recording that dies does not stay active for ever: no state is left that nobody works on.</summary>
public sealed class F7Tests : IDisposable
{
    private const string NoAbsence = "Telemed:Media:AbsenceMilliseconds=600000";

    private readonly string _data = Directory.CreateTempSubdirectory("telemed-srv-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task The_lease_of_a_running_recording_is_kept()
    {
        await using var server = await TestServer.StartOnAsync(_data, NoAbsence);
        await using var recorded = await RecordedCase.StartAsync(server);
        var before = await LoadAsync(server, recorded.Recording);
        Assert.NotNull(before.LeasedUntil);

        await LookAsync(server, TimeSpan.FromSeconds(80));

        var after = await LoadAsync(server, recorded.Recording);
        Assert.Equal(RecordingStatus.On, after.Status);
        Assert.True(after.LeasedUntil > before.LeasedUntil + TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_recording_whose_node_is_gone_fails_when_its_lease_has_run_out()
    {
        string id;
        await using (var first = await TestServer.StartOnAsync(_data, NoAbsence, "Telemed:Node:Name=first"))
        {
            await using var recorded = await RecordedCase.StartAsync(first);
            id = recorded.Recording;
        }

        await using var second = await TestServer.StartOnAsync(
            _data, NoAbsence, "Telemed:Node:Name=second", $"Telemed:Recording:Directory={_data}/others");
        await LookAsync(second, TimeSpan.FromSeconds(10));
        Assert.Equal(RecordingStatus.On, (await LoadAsync(second, id)).Status);

        await LookAsync(second, TimeSpan.FromSeconds(100));

        var life = await LoadAsync(second, id);
        Assert.Equal((RecordingStatus.Failed, "lease-expired"), (life.Status, life.FailureCause));
    }

    [Fact]
    public async Task A_recording_to_which_nobody_comes_back_is_finished_after_ten_minutes()
    {
        string id;
        await using (var first = await TestServer.StartOnAsync(_data, NoAbsence))
        {
            await using var recorded = await RecordedCase.StartAsync(first);
            id = recorded.Recording;
        }

        await using var second = await TestServer.StartOnAsync(_data, NoAbsence);
        await LookAsync(second, TimeSpan.FromMinutes(9));
        Assert.Equal(RecordingStatus.Failed, (await LoadAsync(second, id)).Status);

        await LookAsync(second, TimeSpan.FromMinutes(11));

        await Wait.UntilAsync(async () => (await LoadAsync(second, id)).Status == RecordingStatus.Sealed);
    }

    private static async Task LookAsync(TestServer server, TimeSpan later)
    {
        using var reconciler = ActivatorUtilities.CreateInstance<RecordingReconciler>(server.App.Services, new Later(later));
        await reconciler.LookAsync(Cancel);
    }

    private static Task<RecordingLife> LoadAsync(TestServer server, string id) =>
        server.Get<RecordingDesk>().LoadAsync(new(id), Cancel);

    /// <summary>The clock, ahead by some time.</summary>
    private sealed class Later(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}

using System.Reflection;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Telemed.Consults.Consults;
using Telemed.Consults.Desk;
using Telemed.Consults.Dispatch;
using Telemed.Consults.Ids;
using Telemed.Consults.Recordings;
using Telemed.Consults.Stores;
using Telemed.Media.Recording;
using Telemed.Server.Problems;
using Telemed.Server.Recordings;

namespace Telemed.Server.Tests;

/// <summary>What a fault of the database does to the making of recordings' files.</summary>
public sealed class RecordingFinisherTests
{
    [Fact]
    public async Task A_recording_whose_end_cannot_be_stored_is_kept_and_keeps_no_other_waiting()
    {
        var directory = Directory.CreateTempSubdirectory("telemed-finisher-");
        try
        {
            var key = Path.Combine(directory.FullName, "master.key");
            await File.WriteAllTextAsync(
                key, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), TestContext.Current.CancellationToken);
            using var library = new RecordingLibrary(
                new() { Directory = directory.FullName, MasterKeyFile = key }, NullLoggerFactory.Instance);
            var store = DispatchProxy.Create<IConsultStore, UnluckyStore>();
            var desk = new RecordingDesk(
                store,
                DispatchProxy.Create<IDirectory, UnluckyStore>(),
                DispatchProxy.Create<IIdSource, UnluckyStore>(),
                new RingOptions(),
                new ConsultTimes(),
                new RetentionPeriods());
            using var faults = new FaultCounter();
            using var finisher = new RecordingFinisher(
                library, desk, node: null!, new Standing(), faults, NullLogger<RecordingFinisher>.Instance);
            var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            finisher.Progressed = consult =>
            {
                if (consult.Value == "second")
                {
                    told.TrySetResult();
                }
            };

            await finisher.StartAsync(TestContext.Current.CancellationToken);
            finisher.Add(new(UnluckyStore.Unstorable), new("first"));
            finisher.Add(new("r2"), new("second"));
            await told.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

            Assert.False(finisher.ExecuteTask!.IsCompleted);
            Assert.Equal(0, finisher.ProgressOf(new(UnluckyStore.Unstorable)));
            Assert.Null(finisher.ProgressOf(new("r2")));
            Assert.Equal(1, faults.Count);
            await finisher.StopAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    /// <summary>A clock whose timers never ring: the second try does not come while the first is looked at.</summary>
    private sealed class Standing : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A database that cannot be reached for one recording and knows nothing of the others.</summary>
#pragma warning disable CA1852, MA0053 // The proxy is a class derived from it at run time.
    internal class UnluckyStore : DispatchProxy
#pragma warning restore CA1852, MA0053
    {
        public const string Unstorable = "r1";

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => args switch
        {
            [RecordingId { Value: Unstorable }, ..] => throw new TimeoutException(),
            [RecordingId, ..] => Task.FromResult(new Loaded<RecordingLife>(RecordingLife.Unknown, 0, default)),
            _ => throw new NotSupportedException(),
        };
    }
}

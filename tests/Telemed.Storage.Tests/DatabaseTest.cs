using System.Security.Cryptography;
using Telemed.Consults.Institutions;
using Telemed.Storage.Keys;

namespace Telemed.Storage.Tests;

/// <summary>A test over one of the two databases, empty at the start of each test.</summary>
public abstract class DatabaseTest : IAsyncDisposable
{
    private protected static readonly FixedMasterKey Master = new(RandomNumberGenerator.GetBytes(32));

    /// <summary>Options of this test's database; the same for every call within one test.</summary>
    protected abstract Task<StorageOptions> OptionsAsync();

    private protected async Task<ConsultDatabase> OpenAsync() =>
        await ConsultDatabase.OpenAsync(await OptionsAsync(), Master, TestContext.Current.CancellationToken);

    private protected async Task<World> OpenWorldAsync(Network? network = null, string worker = "w1") =>
        await World.OpenAsync(await OpenAsync(), network, worker);

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

using Telemed.Browser.Tests.Fixtures;

namespace Telemed.Peers.Turn;

/// <summary>A consult at a server that names a coturn.</summary>
public sealed class TurnRoom : OpenRoom
{
    /// <summary>What server and coturn share.</summary>
    internal const string Secret = "a-secret-of-server-and-coturn";

    internal CoturnProcess Coturn { get; private set; } = null!;

    private protected override async Task<ServerProcess> StartServerAsync()
    {
        Coturn = await CoturnProcess.StartAsync(Secret);
        return await ServerProcess.StartAsync(null, $"--Telemed:Turn:Urls={Coturn.Url}", $"--Telemed:Turn:Secret={Secret}");
    }

    private protected override async ValueTask DisposeMoreAsync()
    {
        if (Coturn is not null) await Coturn.DisposeAsync();
    }
}

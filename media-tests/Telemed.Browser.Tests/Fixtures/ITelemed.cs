namespace Telemed.Browser.Tests.Fixtures;

/// <summary>Telemed as people reach it: one process, or a region of them behind one address.</summary>
internal interface ITelemed : IAsyncDisposable
{
    /// <summary>The address that people open.</summary>
    public Uri Url { get; }

    /// <summary>The demonstration's password.</summary>
    public string Password { get; }
}

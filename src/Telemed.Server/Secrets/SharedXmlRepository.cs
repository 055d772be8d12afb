using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Telemed.Storage.Nodes;

namespace Telemed.Server.Secrets;

/// <summary>
/// Keeps the keys that protect session cookies in the database that the nodes of a region share, sealed with the master key:
/// who signs in at one node is signed in at all.
/// </summary>
internal sealed class SharedXmlRepository(ISessionStore sessions) : IXmlRepository
{
    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. Wait(() => sessions.ListKeysAsync()).Select(text => XElement.Parse(text))];

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName) => Wait(async () =>
    {
        await sessions.KeepKeyAsync(friendlyName, element.ToString(SaveOptions.DisableFormatting));
        return friendlyName;
    });

    /// <summary>The framework's interface knows no tasks. It asks at the start, and once a day or so from then on.</summary>
    private static T Wait<T>(Func<Task<T>> ask) => Task.Run(ask).GetAwaiter().GetResult();
}

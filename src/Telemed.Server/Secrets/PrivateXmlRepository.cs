using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Telemed.Server.Secrets;

/// <summary>Keeps the keys that protect session cookies, so that sessions outlive a restart. Files of mode 0600.</summary>
internal sealed class PrivateXmlRepository(string directory) : IXmlRepository
{
    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        PrivateFiles.EnsureDirectory(directory);
        return [.. Directory.GetFiles(directory, "*.xml").Order(StringComparer.Ordinal).Select(path => XElement.Load(path))];
    }

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName)
    {
        PrivateFiles.EnsureDirectory(directory);
        var name = string.Concat(friendlyName.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'));
        PrivateFiles.Replace(
            Path.Combine(directory, name + ".xml"),
            Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting)));
    }
}

using Telemed.Consults.Nodes;

namespace Telemed.Consults.Tests.Operations;

internal static class NodeRows
{
    public static ServerNode Of(string name) => new(name, name + "-1", null, null, 1, 2, 10, false, "disk", "1");
}

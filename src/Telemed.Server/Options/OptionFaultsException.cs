namespace Telemed.Server.Options;

/// <summary>The configuration cannot be used. The message lists every fault, one a line, for an operator to read.</summary>
internal sealed class OptionFaultsException(IReadOnlyList<string> faults)
    : Exception("The configuration has faults:" + string.Concat(faults.Select(fault => "\n  - " + fault)))
{
    /// <summary>Every fault: the option's name, its bound and the value seen.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}

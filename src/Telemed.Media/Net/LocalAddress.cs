namespace Telemed.Media.Net;

/// <summary>
/// The address of ours that a datagram came to and that its answer leaves from, in network order; an IPv4 one lies in
/// the lower half of <see cref="Low"/>. The default value lets the kernel choose.
/// </summary>
/// <param name="High">The upper half of an IPv6 address.</param>
/// <param name="Low">Its lower half, or the IPv4 address.</param>
internal readonly record struct LocalAddress(ulong High, ulong Low)
{
    /// <summary>Whether the kernel chooses.</summary>
    public bool IsAny => High == 0 && Low == 0;
}

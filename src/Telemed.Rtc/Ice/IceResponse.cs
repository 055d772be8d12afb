using System.Buffers.Binary;
using Telemed.Rtc.Session;
using Telemed.Rtc.Stun;

namespace Telemed.Rtc.Ice;

/// <summary>Writes the answers to connectivity checks (RFC 8445 section 7.3, RFC 8489 section 6.3.1).</summary>
internal static class IceResponse
{
    public static int WriteSuccess(
        Span<byte> response, StunMessage request, NetworkPath from, ReadOnlySpan<byte> password)
    {
        var writer = new StunMessageWriter(response, StunMessageType.BindingSuccess, request.TransactionId);
        writer.AddXorMappedAddress(from);
        writer.AddIntegrity(password);
        writer.AddFingerprint();
        return writer.Length;
    }

    /// <summary>Writes a refusal; without a password, as in 400 and 401, it carries no integrity.</summary>
    public static int WriteError(Span<byte> response, StunMessage request, int code, ReadOnlySpan<byte> password)
    {
        var writer = new StunMessageWriter(response, StunMessageType.BindingError, request.TransactionId);
        writer.AddErrorCode(code, Reason(code));
        if (code == 420)
        {
            AddUnknownAttributes(ref writer, request);
        }

        if (!password.IsEmpty)
        {
            writer.AddIntegrity(password);
        }

        writer.AddFingerprint();
        return writer.Length;
    }

    public static bool HasUnknownAttribute(StunMessage request)
    {
        foreach (var attribute in request.Attributes)
        {
            if (IsUnknown(attribute))
            {
                return true;
            }
        }

        return false;
    }

    private static void AddUnknownAttributes(ref StunMessageWriter writer, StunMessage request)
    {
        Span<byte> types = stackalloc byte[16];
        var length = 0;
        foreach (var attribute in request.Attributes)
        {
            if (IsUnknown(attribute) && length < types.Length)
            {
                BinaryPrimitives.WriteUInt16BigEndian(types[length..], (ushort)attribute.Type);
                length += 2;
            }
        }

        writer.Add(StunAttributeType.UnknownAttributes, types[..length]);
    }

    private static bool IsUnknown(StunAttribute attribute) => attribute.IsComprehensionRequired && attribute.Type is not (
        StunAttributeType.Username or StunAttributeType.MessageIntegrity or StunAttributeType.ErrorCode
        or StunAttributeType.UnknownAttributes or StunAttributeType.XorMappedAddress or StunAttributeType.Priority
        or StunAttributeType.UseCandidate);

    private static ReadOnlySpan<byte> Reason(int code) => code switch
    {
        400 => "Bad Request"u8,
        401 => "Unauthenticated"u8,
        420 => "Unknown Attribute"u8,
        487 => "Role Conflict"u8,
        _ => "Error"u8,
    };
}

using System.Buffers.Binary;

namespace Telemed.Rtc.Session;

/// <summary>
/// Puts frames together out of a byte stream (RFC 4571 section 2: two bytes of length, then the frame). Bytes come in any
/// pieces. One thread uses it.
/// </summary>
/// <param name="longest">The longest frame that is taken, in bytes.</param>
public sealed class FrameAssembler(int longest)
{
    private const int PrefixSize = 2;

    private readonly byte[] _bytes = new byte[PrefixSize + longest];
    private int _count;

    /// <summary>Whether the stream announced a frame that is too long. Nothing after it can be told apart.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Takes bytes off the front until a frame is whole.</summary>
    /// <param name="bytes">What was received; what was taken is cut off.</param>
    /// <param name="frame">The frame; valid until the next call.</param>
    /// <returns>False when all bytes are taken and no frame is whole, or the stream is broken.</returns>
    public bool TryTake(ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> frame)
    {
        frame = default;
        while (!IsBroken)
        {
            var wanted = PrefixSize;
            if (_count >= PrefixSize)
            {
                wanted += BinaryPrimitives.ReadUInt16BigEndian(_bytes);
                if (wanted > _bytes.Length)
                {
                    IsBroken = true;
                    return false;
                }

                if (_count == wanted)
                {
                    _count = 0;
                    frame = _bytes.AsSpan(PrefixSize, wanted - PrefixSize);
                    return true;
                }
            }

            if (bytes.IsEmpty)
            {
                return false;
            }

            var more = Math.Min(wanted - _count, bytes.Length);
            bytes[..more].CopyTo(_bytes.AsSpan(_count));
            bytes = bytes[more..];
            _count += more;
        }

        return false;
    }
}

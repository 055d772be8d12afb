namespace Telemed.Sfu.Streams;

/// <summary>
/// What was left out of an outgoing stream, so that its numbers have no gaps where its source's go on: a ring of the last holes.
/// </summary>
/// <remarks>
/// <code>
/// source      10  11  12  13  14  15       11, 12 and 14 are left out
/// goes out    10          11      12
///                         └ hole: At 11, 2 packets   └ hole: At 12, 3 packets in all
/// </code>
/// Not thread-safe; allocates only when made.
/// </remarks>
internal sealed class SkippedPackets
{
    private const int Kept = 128;
    private readonly Hole[] _holes = new Hole[Kept];
    private int _count;

    /// <summary>The last hole of a stretch; all 0 when there is none.</summary>
    public Hole Last(long stretch)
    {
        ref readonly var last = ref _holes[Place(_count - 1)];
        return _count > 0 && last.Stretch == stretch ? last : default;
    }

    /// <summary>Adds a packet that would go out as <paramref name="at"/>.</summary>
    /// <param name="stretch">The stretch of the stream.</param>
    /// <param name="at">Its number, the holes before it subtracted.</param>
    /// <param name="picture">What tells its picture: the media time of the source.</param>
    public void Add(long stretch, long at, uint picture)
    {
        var last = Last(stretch);
        var isSamePicture = last.Packets > 0 && last.Picture == picture;
        if (isSamePicture)
        {
            // What got lost on the way here between two packets of one picture is left out with them.
            _holes[Place(_count - 1)].Packets += (int)(at - last.At) + 1;
        }
        else if (last.Packets > 0 && last.At == at)
        {
            ref var hole = ref _holes[Place(_count - 1)];
            hole.Packets++;
            hole.Pictures++;
            hole.Picture = picture;
        }
        else
        {
            _holes[Place(_count++)] = new()
            {
                Stretch = stretch,
                At = at,
                Packets = last.Packets + 1,
                Before = last.Packets,
                Pictures = last.Pictures + 1,
                Picture = picture,
            };
        }
    }

    /// <summary>
    /// How much was left out of a stretch before a packet of its source; false when that is not known any more, or the packet
    /// was itself left out.
    /// </summary>
    /// <param name="stretch">The stretch.</param>
    /// <param name="number">The packet's number as if nothing had been left out.</param>
    /// <param name="hole">What was left out; all 0 for nothing.</param>
    public bool TryFindBefore(long stretch, long number, out Hole hole)
    {
        for (var i = _count - 1; i >= 0 && i > _count - 1 - Kept; i--)
        {
            hole = _holes[Place(i)];
            if (hole.Stretch != stretch)
            {
                hole = default;
                return true;
            }

            if (number >= hole.At + hole.Packets)
            {
                return true;
            }

            if (number >= hole.At + hole.Before)
            {
                return false;
            }
        }

        hole = default;
        return _count < Kept;
    }

    /// <summary>How much was left out of a stretch before what went out under a number; false when that is not known any more.</summary>
    public bool TryFindAt(long stretch, long sent, out Hole hole)
    {
        for (var i = _count - 1; i >= 0 && i > _count - 1 - Kept; i--)
        {
            hole = _holes[Place(i)];
            if (hole.Stretch < stretch)
            {
                hole = default;
                return true;
            }

            if (hole.Stretch == stretch && sent >= hole.At)
            {
                return true;
            }
        }

        hole = default;
        return _count < Kept;
    }

    private static int Place(int index) => ((index % Kept) + Kept) % Kept;

    /// <summary>Packets that were left out one after another, with what was left out before them.</summary>
    public struct Hole
    {
        /// <summary>The stretch of the stream in which it lies.</summary>
        public long Stretch;

        /// <summary>What goes out right behind it has this number.</summary>
        public long At;

        /// <summary>Packets left out of the stretch before it.</summary>
        public int Before;

        /// <summary>Packets left out of the stretch up to its end.</summary>
        public int Packets;

        /// <summary>Pictures left out of the stretch up to its end.</summary>
        public int Pictures;

        /// <summary>The media time of its last picture.</summary>
        public uint Picture;
    }
}

namespace Telemed.Recording.Depacketising;

/// <summary>Reads the picture size from an H.264 sequence parameter set (ITU-T H.264 section 7.3.2.1.1).</summary>
internal ref struct H264Size
{
    private readonly ReadOnlySpan<byte> _bits;
    private int _position;

    private H264Size(ReadOnlySpan<byte> bits) => _bits = bits;

    /// <summary>Reads the size in pixels after cropping. False when the set is cut or its values are impossible.</summary>
    public static bool TryRead(ReadOnlySpan<byte> unit, out int width, out int height)
    {
        var plain = WithoutEmulation(unit[1..]);
        var reader = new H264Size(plain);
        return reader.TryReadSize(out width, out height);
    }

    private static byte[] WithoutEmulation(ReadOnlySpan<byte> unit)
    {
        var plain = new List<byte>(unit.Length);
        var zeros = 0;
        foreach (var value in unit)
        {
            if (zeros >= 2 && value == 3)
            {
                zeros = 0;
                continue;
            }

            zeros = value == 0 ? zeros + 1 : 0;
            plain.Add(value);
        }

        return [.. plain];
    }

    private bool TryReadSize(out int width, out int height)
    {
        var profile = Bits(8);
        Bits(16); // constraints and level
        Golomb(); // id
        var chroma = profile is 100 or 110 or 122 or 244 or 44 or 83 or 86 or 118 or 128 ? SkipHighProfile() : 1;
        Golomb(); // log2_max_frame_num
        SkipOrderCount();
        Golomb(); // reference frames
        Bits(1); // gaps allowed
        var columns = Golomb() + 1;
        var rows = Golomb() + 1;
        var frameOnly = Bits(1);
        Bits(frameOnly == 0 ? 2 : 1);
        var cropped = Bits(1) == 1;
        var horizontal = cropped ? Golomb() + Golomb() : 0;
        var vertical = cropped ? Golomb() + Golomb() : 0;
        width = (columns * 16) - (horizontal * (chroma is 1 or 2 ? 2 : 1));
        height = ((2 - frameOnly) * rows * 16) - (vertical * (chroma == 1 ? 2 : 1) * (2 - frameOnly));
        return _position <= _bits.Length * 8 && width is > 0 and <= 16_384 && height is > 0 and <= 16_384;
    }

    private int SkipHighProfile()
    {
        var chroma = Golomb();
        Bits(chroma == 3 ? 1 : 0);
        Golomb();
        Golomb();
        Bits(1);
        if (Bits(1) == 1)
        {
            for (var list = 0; list < (chroma == 3 ? 12 : 8); list++)
            {
                SkipScalingList(list < 6 ? 16 : 64);
            }
        }

        return chroma;
    }

    private void SkipScalingList(int size)
    {
        if (Bits(1) == 0)
        {
            return;
        }

        var next = 8;
        for (var index = 0; index < size && next != 0; index++)
        {
            next = (next + SignedGolomb() + 256) % 256;
        }
    }

    private void SkipOrderCount()
    {
        switch (Golomb())
        {
            case 0:
                Golomb();
                break;
            case 1:
                Bits(1);
                SignedGolomb();
                SignedGolomb();
                for (var left = Math.Min(Golomb(), 255); left > 0; left--)
                {
                    SignedGolomb();
                }

                break;
        }
    }

    private int Bits(int count)
    {
        var value = 0;
        for (var index = 0; index < count; index++, _position++)
        {
            var bit = _position < _bits.Length * 8 ? (_bits[_position >> 3] >> (7 - (_position & 7))) & 1 : 0;
            value = (value << 1) | bit;
        }

        return value;
    }

    private int Golomb()
    {
        var zeros = 0;
        while (zeros < 24 && _position < _bits.Length * 8 && Bits(1) == 0)
        {
            zeros++;
        }

        return (1 << zeros) - 1 + Bits(zeros);
    }

    private int SignedGolomb()
    {
        var value = Golomb();
        return (value & 1) == 0 ? -(value / 2) : (value + 1) / 2;
    }
}

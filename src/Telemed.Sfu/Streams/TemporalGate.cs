using Telemed.Sfu.Links;

namespace Telemed.Sfu.Streams;

/// <summary>
/// Which frames of a VP8 stream with layers in time pass to one receiver (RFC 7741 section 4.2). A frame passes whole or not
/// at all. Less takes effect with the next frame, as no frame needs one of a higher layer; more only where the receiver
/// has all that the frames to come can refer to: at a key frame, or one layer at a frame that needs the base layer alone (Y).
/// </summary>
internal struct TemporalGate
{
    private uint _timestamp;
    private bool _begun;
    private bool _passes;
    private int _highest;

    /// <summary>Whether a packet passes.</summary>
    /// <param name="packet">The packet; one without layers in time always does.</param>
    /// <param name="most">The highest layer that there is room for.</param>
    public bool Passes(in RoutedPacket packet, int most)
    {
        if (!packet.IsVp8 || !packet.Vp8.HasTemporalLayer)
        {
            // Everything passes, so whatever comes later has what it needs.
            _highest = VideoRung.AllInTime;
            return true;
        }

        var isNewer = !_begun || (int)(packet.Timestamp - _timestamp) > 0;
        if (!isNewer)
        {
            return packet.Timestamp == _timestamp ? _passes : packet.Vp8.TemporalLayer <= _highest;
        }

        _begun = true;
        _timestamp = packet.Timestamp;
        Move(packet, most);
        _passes = packet.Vp8.TemporalLayer <= _highest;
        return _passes;
    }

    private void Move(in RoutedPacket packet, int most)
    {
        if (packet.StartsKeyFrame || most < _highest)
        {
            _highest = most;
        }
        else if (packet.Vp8.TemporalLayer == _highest + 1 && packet.Vp8.TemporalLayer <= most && packet.Vp8.IsLayerSync)
        {
            _highest++;
        }
    }
}

namespace Telemed.Server.Whip;

/// <summary>What a device gets for its offer.</summary>
/// <param name="Room">The room's id at the media node.</param>
/// <param name="Device">The device's participant in the room.</param>
/// <param name="AnswerSdp">The answer.</param>
internal sealed record DeviceReply(string Room, string Device, string AnswerSdp);

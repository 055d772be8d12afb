namespace Telemed.Server.Whip;

/// <summary>For which load room, or <c>*</c> for all of them, and as what: publisher, viewer or any.</summary>
internal sealed record LoadTokenBody(string Room, string Role);

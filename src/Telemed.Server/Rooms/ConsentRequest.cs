using Telemed.Consults.Consults;

namespace Telemed.Server.Rooms;

/// <summary>A participant's own answer to a consent.</summary>
internal sealed record ConsentRequest(
    string MessageId, ConsentItem Item, bool Granted, string TextVersion, string Language);

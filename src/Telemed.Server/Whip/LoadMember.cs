using Telemed.Media;
using Telemed.Server.Hub;

namespace Telemed.Server.Whip;

/// <summary>A participant of a load room. Changed under the lock of <see cref="LoadRooms"/>.</summary>
internal sealed class LoadMember(string id, Outbox? outbox)
{
    /// <summary>The participant's id: the feed's name, or one of its own.</summary>
    public string Id { get; } = id;

    /// <summary>Where it hears; null for devices.</summary>
    public Outbox? Outbox { get; } = outbox;

    /// <summary>What it publishes.</summary>
    public IReadOnlyList<PublicationInfo> Publications { get; set; } = [];
}

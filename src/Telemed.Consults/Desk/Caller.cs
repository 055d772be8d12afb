namespace Telemed.Consults.Desk;

/// <summary>Who asks for something, under which identifier, and when.</summary>
/// <param name="Who">The signed-in person.</param>
/// <param name="Command">The identifier the client chose for this intention.</param>
/// <param name="Now">Server time.</param>
public sealed record Caller(StaffMember Who, CommandId Command, DateTimeOffset Now);

namespace Telemed.Server.Demo;

/// <summary>One line of the demonstration's sign-ins.</summary>
internal sealed record DemoSignIn(string User, string Password, string Name, string Role, string OnCallFor, string Institution);

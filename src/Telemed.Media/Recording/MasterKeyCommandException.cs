namespace Telemed.Media.Recording;

/// <summary>The program that is to print the master keys did not. The message goes on from the option's name and repeats
/// nothing of what the program said.</summary>
internal sealed class MasterKeyCommandException(string message) : IOException(message);

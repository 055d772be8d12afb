using Telemed.Server;
using Telemed.Server.Options;

try
{
    await using var app = ServerApp.Create(args);
    await app.RunAsync();
    return 0;
}
catch (OptionFaultsException faults)
{
    await Console.Error.WriteLineAsync(faults.Message);
    return 78; // EX_CONFIG of sysexits.h
}
catch (IOException fault)
{
    await Console.Error.WriteLineAsync($"The server cannot start: {fault.Message}");
    return 74; // EX_IOERR
}

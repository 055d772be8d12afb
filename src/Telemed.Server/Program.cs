using System.Data.Common;
using Telemed.Server;
using Telemed.Server.Nodes;
using Telemed.Server.Options;

try
{
    await using var app = await ServerApp.CreateAsync(args);
    await app.RunAsync();
    return 0;
}
catch (OptionFaultsException faults)
{
    await Console.Error.WriteLineAsync(faults.Message);
    return 78; // EX_CONFIG of sysexits.h
}
catch (NodeConflictException conflict)
{
    await Console.Error.WriteLineAsync(conflict.Message);
    return 78; // EX_CONFIG
}
catch (DbException fault)
{
    await Console.Error.WriteLineAsync($"The database cannot be used: {fault.GetType().Name} {fault.SqlState}");
    return 74; // EX_IOERR
}
catch (IOException fault)
{
    await Console.Error.WriteLineAsync($"The server cannot start: {fault.Message}");
    return 74; // EX_IOERR
}
